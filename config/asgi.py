"""The ASGI application: HTTP through Django or MCP, sockets through the origin check, the sign-in and the chatstream door."""

import os
import sys
import warnings

from chatstream.gc_tuning import freeze_loaded_objects, load_without_collection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
load_without_collection()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402

django_application = get_asgi_application()  # before the imports below: they need the apps

import config.urls  # noqa: E402, F401 - this and the backend below: loaded before the server listens, not by its first request
from chatstream.access.ticket_middleware import SocketTicket, TicketInAddress  # noqa: E402
from chatstream.backend import get_backend  # noqa: E402
from chatstream.doors.cors import Cors  # noqa: E402
from chatstream.doors.origin import OriginCheck  # noqa: E402
from chatstream.routing import unknown_path, websocket_urlpatterns  # noqa: E402
from config.bodies.middleware import BoundedBodies  # noqa: E402
from config.lifespan import answer_lifespan  # noqa: E402
from config.root_path import NoRootPath  # noqa: E402
from config.web_server_shutdown import OrderlyShutdown  # noqa: E402
from instance.tracing import start_tracing  # noqa: E402
from operations.probes import Probes  # noqa: E402
from projects.access.sockets import SocketUser  # noqa: E402
from projects.mcp.door import McpDoor  # noqa: E402

sockets = URLRouter([*websocket_urlpatterns, unknown_path])
application = Probes(
    TicketInAddress(
        Cors(
            OrderlyShutdown(
                NoRootPath(
                    BoundedBodies(
                        ProtocolTypeRouter(
                            {
                                "http": McpDoor(django_application),
                                "lifespan": answer_lifespan,
                                "websocket": OriginCheck(SocketTicket(sockets, SocketUser(sockets))),
                            }
                        )
                    )
                )
            )
        )
    )
)
if "daphne.server" in sys.modules:  # it runs us, and has made no connection yet
    from config import daphne_sockets
    from config.bodies import daphne
    from config.daphne_exit import bound_the_end

    daphne.install()
    daphne_sockets.install()
    bound_the_end()
# WhiteNoise's files are read piece by piece on a thread: that is what this warns of, once in each terminal.
warnings.filterwarnings(
    "ignore", "StreamingHttpResponse must consume synchronous iterators", module="django.core.handlers.asgi"
)
start_tracing()
get_backend()
freeze_loaded_objects()
