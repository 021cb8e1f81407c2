"""Pure SIP pieces shared by the exchange's front door and the softphone. No sockets, no clock."""
