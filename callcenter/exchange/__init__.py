"""The SIP front door, the pool of lines and the spooler. Pipe room."""
