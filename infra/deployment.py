"""What the stacks must know of where they are deployed: to AWS or into the local world, with which code and APIs."""

from collections.abc import Mapping
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api_
from aws_cdk import aws_lambda as lambda_

from infra.local.cloud import ACCOUNT, REGION
from infra.packaging.build import Bundles
from infra.packaging.target import machine_is_arm
from infra.store_settings import StoreSettings

WHATSAPP_API = "https://graph.facebook.com/v25.0"
MEDIA_HOSTS = "lookaside.fbsbx.com,*.whatsapp.net,graph.facebook.com"
COURIER_ORIGINS = {"easypost": "https://api.easypost.com", "shiprocket": "https://apiv2.shiprocket.in"}
COURIER_PATHS = {"easypost": "/v2", "shiprocket": "/v1/external"}
PAYMENT_APIS = {"stripe": "https://api.stripe.com/v1", "razorpay": "https://api.razorpay.com/v1"}


@dataclass(frozen=True, kw_only=True)
class ProviderUrls:
    """Base URLs of the companies a store works with."""

    whatsapp: str
    payment: str
    courier: str
    #: Where WhatsApp's files may be fetched from, as in shared/adapters/allowed_hosts.py.
    media_hosts: str


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """One deployment of everything. `console` is the simulators' origin, set for the local world only."""

    bundles: Bundles
    console: str | None = None
    #: Origin of the embedded cloud, set for the local world only.
    cloud: str | None = None

    @property
    def local(self) -> bool:
        """Whether this is the local world: everything in one region, and nothing outlives it."""
        return self.bundles.target.name == "local"

    @property
    def tls(self) -> bool:
        """Whether queues and topics refuse callers without TLS: everywhere but on this machine's loopback."""
        return not self.local

    @property
    def removal(self) -> cdk.RemovalPolicy:
        """What becomes of data when its stack is deleted."""
        return cdk.RemovalPolicy.DESTROY if self.local else cdk.RemovalPolicy.RETAIN

    @property
    def runtime(self) -> lambda_.Runtime:
        """Lambda's Python."""
        return lambda_.Runtime(self.bundles.target.runtime, lambda_.RuntimeFamily.PYTHON)

    @property
    def architecture(self) -> lambda_.Architecture:
        """arm64 on AWS, this machine's own in the local world."""
        arm = not self.local or machine_is_arm()
        return lambda_.Architecture.ARM_64 if arm else lambda_.Architecture.X86_64

    def place(self, store: StoreSettings) -> cdk.Environment:
        """Account and region of a store. Without an account in its file, that of the caller's credentials."""
        if self.local:
            return cdk.Environment(account=ACCOUNT, region=REGION)
        return cdk.Environment(account=store.account, region=store.region)

    def api_url(self, api: api_.HttpApi) -> str:
        """Where an HTTP API is reached: in the local world without a name server."""
        if self.cloud is None:
            return api.api_endpoint
        return f"{self.cloud.rstrip('/')}/_aws/execute-api/{api.api_id}/$default"

    def urls(self, store: StoreSettings) -> ProviderUrls:
        """The companies' own APIs, or the simulators'."""
        provider, courier = store.payment.provider, store.courier.provider
        if self.console is None:
            return ProviderUrls(
                whatsapp=WHATSAPP_API,
                payment=PAYMENT_APIS[provider],
                courier=COURIER_ORIGINS[courier] + COURIER_PATHS[courier],
                media_hosts=MEDIA_HOSTS,
            )
        simulators = f"{self.console.rstrip('/')}/sim"
        return ProviderUrls(
            whatsapp=f"{simulators}/graph/v25.0",
            payment=f"{simulators}/{provider}/v1",
            courier=f"{simulators}/{courier}{COURIER_PATHS[courier]}",
            media_hosts=self.console.rstrip("/"),
        )


def neighbours(stores: tuple[StoreSettings, ...], deployment: Deployment) -> Mapping[str, tuple[StoreSettings, ...]]:
    """The stores that share a platform, by a name for their account and region: one platform each."""
    places: dict[str, tuple[StoreSettings, ...]] = {}
    for store in stores:
        place = deployment.place(store)
        name = "-".join(filter(None, (place.region, store.account if not deployment.local else None)))
        places[name] = (*places.get(name, ()), store)
    return places
