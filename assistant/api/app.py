"""One application: `/v1` and `/mcp` for programs, pages for people, health for operators, problems for all.

Services and settings in, an ASGI application out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from assistant.api.chat import create_chat_routes
from assistant.api.edge import Edge
from assistant.api.keeping import Keeper, create_keeping_routes
from assistant.api.mcp_server import create_mcp_server, mcp_routes
from assistant.api.metrics import Metrics, create_metrics_route
from assistant.api.problems import DESCRIBED, install_problems
from assistant.api.routes import create_health_routes, create_routes
from assistant.clock import today_in_china
from assistant.extensions import Extension
from assistant.services import Services
from assistant.web.pages import STATIC, create_pages, create_templates, problem_page


def create_app(
    services: Services,
    *,
    today: Callable[[], date] = today_in_china,
    keeper: Keeper | None = None,
    extensions: Sequence[Extension] = (),
) -> FastAPI:
    """The whole service over what `services` can do; with a `keeper`, notices go in and out as well."""
    metrics = Metrics(services.shelf, services.model)
    mcp = create_mcp_server(services, today, _version())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with mcp.session_manager.run(), AsyncExitStack() as stack:
            for extension in extensions:
                await stack.enter_async_context(extension.running())
            yield

    app = FastAPI(
        lifespan=lifespan,
        title="campaign-assistant",
        summary="Answers over Chinese government campaign notices, with the place each answer stands at.",
        version=_version(),
        responses=DESCRIBED,
        docs_url=None,  # FastAPI's page loads scripts from a CDN; ours is drawn by `assistant.web`
        redoc_url=None,
    )
    templates = create_templates()
    app.include_router(create_routes(services, today))
    app.include_router(create_chat_routes(services, today))
    app.router.routes.extend(mcp_routes(mcp))
    if keeper is not None:
        app.include_router(create_keeping_routes(keeper))
    for extension in extensions:
        app.include_router(extension.routes)
    app.include_router(create_health_routes(services))
    app.include_router(create_metrics_route(metrics))
    app.include_router(create_pages(app, services, today, templates))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    install_problems(app, problem_page(templates))
    larger = {("POST", "/v1/notices"): keeper.max_body_bytes} if keeper else {}
    app.add_middleware(Edge, observe=metrics.observe, larger=larger)
    return app


def _version() -> str:
    try:
        return version("campaign-assistant")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
