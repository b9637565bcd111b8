"""The ASGI application: which address leads where."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route

from . import control, files, oauth, pages, pipeline, rest, webhooks
from .http import flat_query
from .state import Simulator


async def not_found(request: Request, _error: Exception) -> HTMLResponse:
    """Answer as QuickBooks' web server does for addresses outside the API."""
    return HTMLResponse(rest.not_found_page(request.url.path), 404)


class Download:
    """Serves an address of a file, which carries its own permission."""

    async def __call__(self, scope, receive, send) -> None:
        request = Request(scope)
        simulator = request.app.state.simulator
        answer = files.serve(
            simulator.files,
            request.path_params["realm"],
            request.path_params["id"],
            flat_query(request.url.query),
            simulator.clock.now(),
        )
        await answer.send(send, head_only=request.method == "HEAD")


def create_app(simulator: Simulator) -> Starlette:
    """Return the server of `simulator`."""
    consent = pipeline.authorisation(simulator)
    addresses = [*oauth.DISCOVERY, oauth.AUTHORIZE, oauth.TOKEN, oauth.REVOKE]
    addresses += [oauth.USERINFO, oauth.JWKS]
    outbox = webhooks.Outbox(simulator)
    routes = [
        Route("/v3/{rest:path}", pipeline.api(simulator)),
        *(Route(address, consent) for address in addresses),
        *(Route(address + "/", consent) for address in oauth.DISCOVERY),
        Route(files.PREFIX + "/{realm}/{id}/{name:path}", Download()),
        Mount("/_sim", routes=control.routes(simulator, outbox)),
        *pages.routes(simulator),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={404: not_found, 405: not_found},
        lifespan=outbox.lifespan,
    )
    app.router.redirect_slashes = False
    app.state.simulator = simulator
    return app
