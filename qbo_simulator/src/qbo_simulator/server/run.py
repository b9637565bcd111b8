"""Start the server from a command line and say, in one line, where it listens."""

import argparse
import asyncio
import gc
import ipaddress
import logging
import os
import socket
import sys
import threading

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from .app import create_app
from .state import Simulator

SEEDS = ("us", "ca", "uk")


class Protocol(H11Protocol):
    """HTTP/1.1 that hands its transport to the application, for rules that cut."""

    def connection_made(self, transport) -> None:
        """Put the transport where requests find it."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class Server(uvicorn.Server):
    """A server that tells when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: str):
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets=None) -> None:
        """Start, then print the ready line."""
        await super().startup(sockets)
        if self.started:
            print(self.ready, flush=True)


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    result = argparse.ArgumentParser(
        prog="python -m qbo_simulator",
        description="A QuickBooks Online on loopback, for tests and demonstrations.",
    )
    add = result.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (loopback)")
    add("--port", type=int, default=8765, help="port; 0 takes a free one")
    add("--data", metavar="FILE", help="keep the books in this SQLite file")
    add(
        "--seed-company",
        choices=SEEDS,
        action="append",
        help="company to start with; repeat for several (default: us)",
    )
    add(
        "--realm",
        action="append",
        default=[],
        help="realm id of the company; repeat in the order of --seed-company",
    )
    add(
        "--allow-remote",
        action="store_true",
        help="permit addresses other than loopback: anyone who reaches the port "
        "controls the simulator",
    )
    add(
        "--stop-with-stdin",
        action="store_true",
        help="end when standard input closes, so that no test run leaves one behind",
    )
    add("--log-level", default="warning", choices=("debug", "info", "warning", "error"))
    return result


def is_loopback(host: str) -> bool:
    """Tell whether `host` is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio switches Nagle's delay off only for
    # sockets that say they are TCP; with it, each answer takes 40 ms more.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen(512)
    return sock


def prepare(options: argparse.Namespace) -> Simulator:
    """Return a simulator with the companies asked for; a data file keeps its own."""
    simulator = Simulator(options.data)
    if not simulator.realms():
        seeds = options.seed_company or ["us"]
        realms = options.realm + [None] * len(seeds)
        for seed, realm in zip(seeds, realms, strict=False):
            simulator.add_company(seed, realm)
        simulator.persist()
    elif options.seed_company or options.realm:
        print(
            f"{options.data} already holds companies: --seed-company and --realm are "
            "not used.",
            file=sys.stderr,
        )
    return simulator


def ready_line(base: str, realms: list[str]) -> str:
    """Return the one line that tells people and programs where to go."""
    return (
        f"qbo_simulator ready base={base} "
        f"discovery={base}/.well-known/openid_sandbox_configuration/ "
        f"control={base}/_sim/ realm={','.join(realms)} pid={os.getpid()}"
    )


def stop_with_stdin(server: uvicorn.Server) -> None:
    """End `server` when whoever started the process goes away."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        server.should_exit = True

    threading.Thread(target=wait, daemon=True).start()


def main(argv: list[str] | None = None) -> int:
    """Run until interrupted; return the exit status."""
    options = parser().parse_args(argv)
    if not is_loopback(options.host) and not options.allow_remote:
        print(
            f"{options.host} is not a loopback address. The simulator has no "
            "protection against strangers; add --allow-remote if that is intended.",
            file=sys.stderr,
        )
        return 2
    logging.basicConfig(level=options.log_level.upper())
    try:
        sock = bind(options.host, options.port)
    except OSError as error:
        print(
            f"Cannot listen on {options.host}:{options.port}: {error.strerror}. "
            "Choose another --port, or 0 for a free one.",
            file=sys.stderr,
        )
        return 1
    try:
        simulator = prepare(options)
    except ValueError as error:
        print(f"Cannot start: {error}", file=sys.stderr)
        return 1
    serve(simulator, sock, options)
    return 0


def serve(
    simulator: Simulator, sock: socket.socket, options: argparse.Namespace
) -> None:
    """Answer requests until interrupted, then put the books away."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    base = f"http://{host}:{sock.getsockname()[1]}"
    config = uvicorn.Config(
        create_app(simulator),
        http=Protocol,
        ws="none",
        lifespan="on",
        log_level=options.log_level,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=300,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=1024 * 1024,
    )
    # Books are many small objects that stay: looking for garbage among them all, as
    # Python does by default, would take longer than most requests.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    server = Server(config, ready_line(base, simulator.realms()))
    if options.stop_with_stdin:
        stop_with_stdin(server)
    try:
        asyncio.run(server.serve(sockets=[sock]))
    except KeyboardInterrupt:
        pass
    finally:
        simulator.close()
