"""One call's process: the only importer of pjsua2 beside the laboratory's phone. Pipe room."""
