"""An answer as a function writes it: `@chatstream.responder`."""
