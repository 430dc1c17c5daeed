"""The CDK app: one platform for each account and region, one stack for each file in infra/stores/.

    python -m infra.app [-c target=local -c console=http://127.0.0.1:4580] [-c nag=false]

`cdk.json` names it as the app. Synthesis needs no AWS account.
"""

import sys

import aws_cdk as cdk
import cdk_nag

from infra.deployment import Deployment, neighbours
from infra.packaging.build import PackagingFailed, build
from infra.platform_stack import PlatformStack
from infra.store_files import InvalidStoreFiles, load_stores
from infra.store_settings import StoreSettings
from infra.store_stack import StoreStack

# What a store uses of its platform (pool, topic) cannot be taken away under it.
_FLAGS = {"@aws-cdk/core:defaultCrossStackReferences": "strong"}


def new_app(*, outdir: str | None = None) -> cdk.App:
    """An empty app that reports to nobody; into `outdir`, or where the CDK's command says."""
    return cdk.App(outdir=outdir, analytics_reporting=False, context=_FLAGS)


def add_stacks(app: cdk.App, *, deployment: Deployment, stores: tuple[StoreSettings, ...], nag: bool) -> None:
    """Put all stacks into the app. With `nag`, synthesis for AWS fails on a finding
    that is not acknowledged.
    """
    for place, here in neighbours(stores, deployment).items():
        environment = deployment.place(here[0])
        owners = tuple(store for store in stores if store.account == here[0].account)
        platform = PlatformStack(
            app,
            "Tillhook-Platform" if deployment.local else f"Tillhook-Platform-{place}",
            stack_name="Tillhook-Platform",
            env=environment,
            synthesizer=_synthesizer(deployment),
            deployment=deployment,
            stores=owners,
            termination_protection=not deployment.local,
        )
        for store in here:
            StoreStack(
                app,
                f"Tillhook-{store.id}",
                env=environment,
                synthesizer=_synthesizer(deployment),
                store=store,
                platform=platform,
                deployment=deployment,
                termination_protection=not deployment.local,
            )
    # The local world bends what its embedded cloud cannot do, so the rules are applied to what goes to AWS.
    if nag and not deployment.local:
        apply_rules(app)


def apply_rules(app: cdk.App) -> None:
    """Let synthesis fail on a finding of cdk-nag that is not acknowledged; `validation-report.json` names it."""
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app), cdk_nag.ServerlessChecks(app))


def _synthesizer(deployment: Deployment) -> cdk.IStackSynthesizer:
    """The embedded cloud refuses the bootstrap stack's publishing roles, so there the caller's own key is used."""
    return cdk.CliCredentialsStackSynthesizer() if deployment.local else cdk.DefaultStackSynthesizer()


def main() -> int:
    """Synthesize by the CDK command's context. Returns the exit status."""
    app = new_app()
    target = app.node.try_get_context("target") or "aws"
    nag = str(app.node.try_get_context("nag")).lower() != "false"
    try:
        stores = load_stores()
        deployment = Deployment(
            bundles=build(target), console=app.node.try_get_context("console"), cloud=app.node.try_get_context("cloud")
        )
    except (InvalidStoreFiles, PackagingFailed, ValueError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    add_stacks(app, deployment=deployment, stores=stores, nag=nag)
    app.synth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
