"""Developer mode: refused where a person's log could be shown, and on a sample of its own wherever it begins."""

import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit import config

from backcare import environment
from backcare.errors import ConfigurationError
from backcare.files import logfile
from backcare.server import application, developer_mode, network_exposure
from backcare.store import open_store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def developing(monkeypatch, tmp_path):
    """Developer mode is asked for, on the settings that ship; whatever it sets is taken back afterwards."""
    monkeypatch.chdir(ROOT)
    config.get_config_options(force_reparse=True)
    monkeypatch.setattr(logfile, "user_data_path", lambda *_args, **_kwargs: tmp_path / "own")
    for name in ("PYTHONPATH", *environment.VARIABLES):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv(environment.DEV, "1")
    yield
    developer_mode.remove_sample_log()
    config.get_config_options(force_reparse=True)


def refused(says: str) -> None:
    """It does not start, and neither the log nor a setting is another than before."""
    before = os.environ.get(environment.DATABASE_URL)
    with pytest.raises(ConfigurationError, match=says):
        network_exposure.configured_exposure()
    assert os.environ.get(environment.DATABASE_URL) == before
    assert config.get_option("client.showErrorDetails") == "none"


@pytest.mark.usefixtures("developing")
def test_it_begins_on_a_sample_and_leaves_the_own_log_alone(tmp_path, capsys):
    first = datetime.now().astimezone().date()
    assert network_exposure.configured_exposure() == network_exposure.NetworkExposure()
    url = environment.database_url()
    store = open_store(url)
    assert first <= store.first_and_last_day()[1] <= datetime.now().astimezone().date()
    assert len(store.read_log().sets) == 286
    store.engine.dispose()
    assert not (tmp_path / "own").exists()
    assert str(Path(url.removeprefix("sqlite:///")).parent) in capsys.readouterr().err
    assert {name: config.get_option(name) for name in developer_mode.SETTINGS} == developer_mode.SETTINGS


@pytest.mark.usefixtures("developing")
@pytest.mark.parametrize("name", ["BACKCARE_DATABASE_URL", "BACKCARE_ADMIN_URL", "BACKCARE_BACKUP_FOLDER"])
def test_it_is_refused_where_a_log_is_named(monkeypatch, name):
    monkeypatch.setenv(name, "sqlite:////somewhere/log.db")
    refused(f"{name} is set, and so is BACKCARE_DEV; allowed: one of them.*env -u {name} make dev")


@pytest.mark.usefixtures("developing")
def test_it_is_refused_on_an_open_network(monkeypatch):
    monkeypatch.setenv(environment.OPEN_TO_NETWORK, "1")
    refused("BACKCARE_DEV is set, and so is the network or a sign-in; allowed: .* on this computer alone")


@pytest.mark.usefixtures("developing")
def test_it_is_refused_where_people_sign_in(monkeypatch):
    monkeypatch.setattr(network_exposure.sign_in, "required", lambda: True)
    monkeypatch.setattr(network_exposure.sign_in, "check_configuration", lambda: None)
    refused("BACKCARE_DEV is set, and so is the network or a sign-in")


@pytest.mark.usefixtures("developing")
def test_it_is_refused_at_an_address_that_others_reach():
    config.set_option("server.address", "192.0.2.7")
    refused(r"server\.address is '192\.0\.2\.7'; allowed: 127\.0\.0\.1")


@pytest.mark.usefixtures("developing")
@pytest.mark.parametrize("name", network_exposure.OF_FAULTS)
def test_what_is_shown_of_a_fault_is_the_developers_choice_there_alone(monkeypatch, name):
    config.set_option(name, "debug")
    monkeypatch.setenv(environment.DEV, "0")
    with pytest.raises(
        ConfigurationError, match=f"{re.escape(name)} is 'debug'; allowed: .*: `make dev`, or BACKCARE_DEV=1"
    ):
        network_exposure.configured_exposure()
    monkeypatch.setenv(environment.DEV, "1")
    network_exposure.configured_exposure()


@pytest.mark.usefixtures("developing")
def test_what_else_keeps_the_log_private_holds_there_too():
    config.set_option("browser.gatherUsageStats", True)
    refused("gatherUsageStats is 'true'; allowed: false, to keep your log private.$")


@pytest.mark.usefixtures("developing")
def test_a_fault_is_left_to_streamlit_there():
    assert application.explain(ValueError("a value")) is False


def test_a_sample_keeps_its_days_apart_when_it_is_moved():
    moved = [developer_mode.FIRST_CELL.findall(text) for text in developer_mode.sample("flare", date(2030, 5, 1))]
    written = [developer_mode.FIRST_CELL.findall(text) for text in developer_mode.sample("flare", date(2030, 5, 2))]
    assert max(map(max, filter(None, moved))) == "2030-05-01"
    for days, later in zip(moved, written, strict=True):
        assert [date.fromisoformat(day) + timedelta(days=1) for day in days] == list(map(date.fromisoformat, later))
