"""The templates as they would go to AWS, made once for all tests that read them."""

import pytest

from tests.infra.templates import Template, Templates, synthesize


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """What goes to AWS, with cdk-nag applied: a finding that is not acknowledged fails every test here."""
    return synthesize(tmp_path_factory.mktemp("aws"), target="aws", nag=True)


@pytest.fixture(scope="session")
def local_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """What goes into the local world."""
    return synthesize(tmp_path_factory.mktemp("local"), target="local", nag=False)


@pytest.fixture(params=["mpls", "pune"])
def store(request: pytest.FixtureRequest, templates: Templates) -> Template:
    """Each store's template in turn."""
    return templates.store(request.param)
