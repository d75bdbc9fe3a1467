"""The environment is read once, from a mapping."""

import logging
from pathlib import Path

import pytest

from assistant.settings import BUNDLED_NOTICES, BadSettings, ModelSettings, Settings


def test_without_any_variable_the_library_is_in_the_folder_data():
    assert Settings.from_env({}) == Settings(data_dir=Path("data"), notices_dir=BUNDLED_NOTICES)


def test_every_variable_has_its_place():
    env = {
        "CAMPAIGN_DATA_DIR": "/srv/campaign",
        "CAMPAIGN_NOTICES_DIR": "/srv/notices",
        "CAMPAIGN_DATABASE_URL": "postgresql+psycopg://user:secret@db/campaign",
        "CAMPAIGN_CHROMA_URL": "http://chroma:8000",
        "CAMPAIGN_LOG_LEVEL": "DEBUG",
    }

    assert Settings.from_env(env) == Settings(
        data_dir=Path("/srv/campaign"),
        notices_dir=Path("/srv/notices"),
        database_url="postgresql+psycopg://user:secret@db/campaign",
        chroma_url="http://chroma:8000",
        log_level="debug",
    )


def test_an_empty_variable_counts_as_not_set():
    assert Settings.from_env({"CAMPAIGN_DATA_DIR": "", "CAMPAIGN_DATABASE_URL": ""}) == Settings()


def test_the_command_line_goes_before_the_environment():
    assert Settings.from_env({"CAMPAIGN_DATA_DIR": "a"}, data_dir=Path("b")).data_dir == Path("b")


def test_a_password_in_a_url_is_never_shown():
    assert "secret" not in repr(Settings(database_url="postgresql://user:secret@db/campaign"))


def test_an_unknown_log_level_is_refused_by_name():
    with pytest.raises(BadSettings, match=r"CAMPAIGN_LOG_LEVEL.*'loud'.*debug, info, warning, error"):
        Settings.from_env({"CAMPAIGN_LOG_LEVEL": "loud"})


def test_a_level_asked_for_replaces_the_default_of_a_command():
    assert Settings().level(logging.WARNING) == logging.WARNING
    assert Settings(log_level="debug").level(logging.WARNING) == logging.DEBUG


# ---- the language model


def test_without_an_address_there_is_no_language_model():
    assert Settings.from_env({"CAMPAIGN_LLM_MODEL": "qwen", "CAMPAIGN_LLM_API_KEY": "sk-1"}).llm is None


def test_a_model_has_address_name_key_and_limit():
    env = {
        "CAMPAIGN_LLM_BASE_URL": "https://models.example/v1",
        "CAMPAIGN_LLM_MODEL": "qwen",
        "CAMPAIGN_LLM_API_KEY": "sk-1",
        "CAMPAIGN_LLM_TIMEOUT": "2.5",
    }

    assert Settings.from_env(env).llm == ModelSettings("https://models.example/v1", "qwen", "sk-1", 2.5)


def test_key_and_address_of_a_model_are_never_shown():
    shown = repr(Settings(llm=ModelSettings("https://user:secret@models.example/v1", "qwen", "sk-secret")))

    assert "secret" not in shown and "qwen" in shown


@pytest.mark.parametrize("address", ["models.example", "ftp://models.example", "http://", "http://[", "http://a:x"])
def test_an_address_that_is_none_is_refused_without_repeating_it(address):
    with pytest.raises(BadSettings) as refused:
        Settings.from_env({"CAMPAIGN_LLM_BASE_URL": address})

    assert str(refused.value) == (
        "CAMPAIGN_LLM_BASE_URL: no address of a server; write it as http://localhost:11434/v1"
    )


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon", "601"])
def test_a_limit_that_is_none_is_refused(seconds):
    env = {"CAMPAIGN_LLM_BASE_URL": "http://localhost/v1", "CAMPAIGN_LLM_TIMEOUT": seconds}

    with pytest.raises(BadSettings, match=f"CAMPAIGN_LLM_TIMEOUT: '{seconds}'"):
        Settings.from_env(env)


def test_a_key_that_no_header_can_carry_is_refused_without_repeating_it():
    with pytest.raises(BadSettings) as refused:
        Settings.from_env({"CAMPAIGN_LLM_BASE_URL": "http://localhost/v1", "CAMPAIGN_LLM_API_KEY": "sk-密钥"})

    assert "密钥" not in str(refused.value)


def test_how_large_a_file_may_be_and_what_its_reader_may_use_are_settings():
    settings = Settings.from_env({"CAMPAIGN_MAX_FILE_MB": "5", "CAMPAIGN_READ_ALLOWANCE": "2.5"})

    assert (settings.max_file_mb, settings.read_allowance) == (5.0, 2.5)
    assert (Settings().max_file_mb, Settings().read_allowance) == (100.0, 1.0)


@pytest.mark.parametrize("name", ["CAMPAIGN_MAX_FILE_MB", "CAMPAIGN_READ_ALLOWANCE"])
@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "viel"])
def test_a_limit_that_is_no_number_is_refused_in_one_line(name, value):
    with pytest.raises(BadSettings, match=f"{name}: '{value}' is no number"):
        Settings.from_env({name: value})
