"""The schema's history, oldest first; carried out by `callcenter.storage.migration`."""
