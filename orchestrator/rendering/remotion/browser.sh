#!/bin/sh
# Remotion starts its browser in a session of its own, where no signal for the renderer reaches it: it ends when its parent does.
exec setpriv --pdeathsig KILL "$RENDER_CHROMIUM" "$@"
