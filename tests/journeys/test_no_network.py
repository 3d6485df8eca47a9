"""The watch over the network hears a socket; every other journey runs under it."""

import socket

import pytest

from tests.journeys.conftest import Network


def test_a_socket_is_heard_and_refused():
    with pytest.raises(OSError, match="no journey may use the network"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    assert Network.used
    Network.used.clear()  # it was meant
