"""Everything routing is told, as one document that an administrator reads, changes and restores.

Pure: what the document is, how each field of it is described, which changes make sense. The fields
come from the types that the thinking rooms are told (`acd.configuration`), so a new field of a
profile is in the document, the pages and the files without a line in here. It must not know tables
or HTTP.
"""
