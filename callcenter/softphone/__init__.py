"""The browser's audio: WebRTC on one side, plain SIP and RTP on the other. Pipe room."""
