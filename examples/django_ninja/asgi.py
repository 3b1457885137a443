from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

http = get_asgi_application()  # before the imports that need its apps

from chatstream.access.middleware import SocketSession  # noqa: E402
from chatstream.access.ticket_middleware import SocketTicket, TicketInAddress  # noqa: E402
from chatstream.doors.cors import Cors  # noqa: E402
from chatstream.doors.origin import OriginCheck  # noqa: E402
from chatstream.routing import unknown_path, websocket_urlpatterns  # noqa: E402

router = URLRouter([*websocket_urlpatterns, unknown_path])
sockets = OriginCheck(SocketTicket(router, SocketSession(router)))
application = TicketInAddress(Cors(ProtocolTypeRouter({"http": http, "websocket": sockets})))
