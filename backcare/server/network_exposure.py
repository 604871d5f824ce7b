"""What has to hold before the server starts: the environment, the address, and the settings that privacy rests on."""

import os
import socket
import sys
from dataclasses import dataclass

from streamlit import config

from backcare import environment
from backcare.clinic import sign_in
from backcare.errors import ConfigurationError
from backcare.network import address_of, is_loopback
from backcare.server import developer_mode
from backcare.server.one_time_link import OneTimeLink, open_browser

PRIVATE = {
    "browser.gatherUsageStats": ("false",),
    "client.showErrorDetails": ("none",),
    "client.showErrorLinks": ("false",),
    "server.enableCORS": ("true",),
    "server.enableXsrfProtection": ("true",),
    "server.enableStaticServing": ("false",),
    "server.enableAgentApi": ("false",),
    "logger.enableRich": ("false",),  # It prints the text of a fault, and the values in it.
    "logger.level": ("info", "warning", "error", "critical"),  # "debug" writes what was typed into the log.
}
"""Streamlit's settings that a flag or a variable could change, and the values at which nothing gets out."""
OF_FAULTS = ("client.showErrorDetails", "client.showErrorLinks", "logger.enableRich", "logger.level")
"""Those of them that developer mode leaves to the developer: what they show is of a sample log."""
EXPOSED = (
    "backcare is open to your network. The one-time link keeps others out, but what you see and type crosses the "
    "network unencrypted: whoever can listen there can read it. Do this only in a network you trust."
)


@dataclass(frozen=True)
class NetworkExposure:
    """Who can reach this server: this computer alone or its network, with a one-time link or without."""

    network: bool = False
    link: OneTimeLink | None = None
    clinic: str | None = None
    """The name in the address of a clinic's dashboard, where everybody signs in."""

    def answers_on(self, address: str) -> bool:
        """Whether it may be reached at this address of the computer."""
        return self.network or self.clinic is not None or is_loopback(address)

    def is_called(self, host: str) -> bool:
        """Whether a browser may know it by this name.

        On a network by an address, too: a page elsewhere that has its own name point here can only use that name.
        """
        if host in ("localhost", self.clinic) or is_loopback(host):
            return True
        own = socket.gethostname().lower()
        return self.network and (address_of(host) is not None or host in (own, f"{own}.local"))


def configured_exposure() -> NetworkExposure:
    """What the environment and the settings say; raises ``ConfigurationError`` for nonsense, or what lets others in."""
    environment.check_variables()
    network, developing = environment.is_on(environment.OPEN_TO_NETWORK), environment.is_on(environment.DEV)
    address = config.get_option("server.address") or "0.0.0.0"  # noqa: S104 # what Streamlit makes of nothing
    sign_in.check_configuration()
    if not network and not sign_in.required() and address != "localhost" and not is_loopback(address):
        raise ConfigurationError(
            f"server.address is {address!r}; allowed: 127.0.0.1, ::1 or localhost, which only this computer reaches. "
            "To open the dashboard to your network, start it with: backcare --open-to-network"
        )
    for name, allowed in PRIVATE.items():
        value = str(config.get_option(name)).lower()
        if value not in allowed and not (developing and name in OF_FAULTS):
            hint = f" {developer_mode.HOW}" if name in OF_FAULTS else ""
            raise ConfigurationError(
                f"{name} is {value!r}; allowed: {' or '.join(allowed)}, to keep your log private.{hint}"
            )
    if developing:
        developer_mode.begin(shared=network or sign_in.required())
    clinic = sign_in.host()
    if clinic is not None:
        # Streamlit asks for itself what the guard has asked before; the name is known from the sign-in.
        config.set_option("server.allowedHosts", [*config.get_option("server.allowedHosts"), clinic])
    needs_link = network or environment.is_on(environment.PRIVATE)
    return NetworkExposure(network, OneTimeLink() if needs_link else None, clinic)


def announce(exposure: NetworkExposure) -> None:
    """Say in the terminal how it is opened, and open the browser."""
    if exposure.network:
        print(f"\n  {EXPOSED}", file=sys.stderr, flush=True)
    if exposure.link is not None:
        exposure.link.address = own_address(exposure)
        exposure.link.print_url("Open your log by this link")
    if _wants_browser() and exposure.link is not None:
        exposure.link.open_in_browser()
    elif _wants_browser():
        open_browser(own_address(exposure))


def own_address(exposure: NetworkExposure) -> str:
    """Where the person's browser finds the dashboard."""
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    host = str(config.get_option("server.address") or "")
    address = address_of(host)
    if address is not None and address.is_unspecified:
        host = _towards_network() if exposure.network else "127.0.0.1"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{config.get_option('server.port')}"


def _towards_network() -> str:
    # Connecting a datagram socket sends nothing; it only makes the system choose the address it would send from.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _wants_browser() -> bool:
    """Whether a browser is to be opened: where there is a screen, and it was not said otherwise."""
    screen = sys.platform in ("win32", "darwin") or bool(os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"})
    return screen and not config.get_option("server.headless")
