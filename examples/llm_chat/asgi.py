from channels.routing import ProtocolTypeRouter, URLRouter
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application

pages = get_asgi_application()  # before the imports that need its apps

from chatstream.access.middleware import SocketSession  # noqa: E402
from chatstream.doors.origin import OriginCheck  # noqa: E402
from chatstream.routing import unknown_path, websocket_urlpatterns  # noqa: E402

sockets = SocketSession(URLRouter([*websocket_urlpatterns, unknown_path]))
application = ProtocolTypeRouter({"http": ASGIStaticFilesHandler(pages), "websocket": OriginCheck(sockets)})
