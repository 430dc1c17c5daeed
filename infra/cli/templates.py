"""`till templates`: hand the repository's message templates in at Meta, and check that they are there and usable."""

from infra.cli.target import CommandError, Target
from infra.store_settings import StoreSettings
from shared.adapters.whatsapp.templates import SyncPlan, TemplateCatalogue, TemplateFile, load_templates, plan_sync
from shared.ports import Refused, Unavailable


def sync_templates(store: StoreSettings, *, api_url: str, token: str) -> list[str]:
    """Create what Meta does not have yet; returns one line per template that needed something."""
    catalogue = TemplateCatalogue(api_url=api_url, waba_id=store.whatsapp.waba_id, token=token)
    plan = plan_sync(ours(store), catalogue.listed())
    created = [catalogue.create(template) for template in plan.create]
    return [f"created  {one.name} ({one.language}): {one.status.lower()}" for one in created] + _complaints(plan)


def sync(target: Target) -> list[str]:
    """As `sync_templates`, for the operator. Raises `CommandError`."""
    try:
        done = sync_templates(target.store, api_url=target.graph_url, token=target.secret("whatsapp/access_token"))
    except (Refused, Unavailable) as failure:
        raise CommandError(f"{target.store.id}: WhatsApp did not take the templates: {failure}") from failure
    return done or [f"{target.store.id}: all templates are there as they are here"]


def check(target: Target) -> list[str]:
    """One line per template that is missing, reads otherwise at Meta, or cannot be sent. Raises `CommandError`."""
    token = target.secret("whatsapp/access_token")
    catalogue = TemplateCatalogue(api_url=target.graph_url, waba_id=target.store.whatsapp.waba_id, token=token)
    try:
        plan = plan_sync(ours(target.store), catalogue.listed())
    except (Refused, Unavailable) as failure:
        raise CommandError(f"{target.store.id}: WhatsApp did not list its templates: {failure}") from failure
    missing = [f"missing  {one.name} ({one.language}): ./till templates sync {target.store.id}" for one in plan.create]
    return missing + _complaints(plan)


def ours(store: StoreSettings) -> list[TemplateFile]:
    """The templates this store sends: every one in each of its languages, in its own words where it has some."""
    return load_templates(languages=store.languages, store=store.id)


def _complaints(plan: SyncPlan) -> list[str]:
    changed = [
        f"differs  {one.name} ({one.language}): Meta has another text; edit it there, or give ours a new name"
        for one in plan.changed
    ]
    unusable = [f"unusable {one.name} ({one.language}): {one.status.lower()} at Meta" for one in plan.unusable]
    return changed + unusable
