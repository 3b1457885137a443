"""What goes over the wire, typed: events, frames, refusals."""
