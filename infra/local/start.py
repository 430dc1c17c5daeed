"""How a local world comes up, step by step."""

import functools
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from infra.cli.templates import sync_templates
from infra.deploy import DeployFailed, deploy
from infra.local import secret_values
from infra.local.cloud import REGION, answers, client, credentials, server_environment
from infra.local.contract import RunningStore, world_contract, write
from infra.local.node import use as use_fitting_node
from infra.local.processes import Process, start, this_process, wait_until
from infra.local.progress import Progress
from infra.local.seed import seed
from infra.local.settings import HOME, WorldError, WorldSettings
from infra.local.staff import staff_tokens
from infra.local.state import State, code_fingerprint
from infra.store_files import load_stores
from infra.store_settings import StoreSettings

# Seconds a server may take to answer for the first time on a busy machine.
SLOW_START = 60.0


@dataclass
class Starting:
    """A world that comes up. Whatever it starts is in the state file at once, so that a failed start can be undone."""

    settings: WorldSettings
    progress: Progress
    state: State = field(default_factory=lambda: State(code=code_fingerprint(), launcher=this_process("launcher")))

    def bring_up(self) -> None:
        """Start, deploy, seed, and write `world.json`. Raises `WorldError`."""
        stores = load_stores()
        secrets = {
            store.id: secret_values.invent(provider=store.payment.provider, courier=store.courier.provider)
            for store in stores
        }
        with self.progress.step(f"starting the embedded cloud on {self.settings.cloud} and the simulators"):
            cloud, simulators = self._start_cloud(), self._start_simulators()
            self._wait(cloud, f"{self.settings.cloud}/_ministack/health")
        for store in stores:
            secret_values.put(cloud=self.settings.cloud, store=store.id, values=secrets[store.id])
        names = ", ".join(store.id for store in stores)
        with self.progress.step(f"deploying the platform and the stores {names} from their CDK templates"):
            outputs = self._deploy()
        with self.progress.step("seeding the catalogs, making staff users"):
            contract = self._furnish(stores, secrets, outputs)
        with self.progress.step("handing the message templates to WhatsApp's simulator"):
            self._wait(simulators, f"{self.settings.console}/sim/stores")
            write(self.settings.contract, contract)
            self._in_parallel([functools.partial(self._hand_in_templates, store, contract) for store in stores])
        self._start_keeper()
        self._remember(ready=True)

    def _start_cloud(self) -> Process:
        scratch = self.settings.home / "cloud"
        scratch.mkdir(parents=True, exist_ok=True)
        environment = server_environment(port=self.settings.cloud_port, scratch=scratch)
        return self._start("cloud", [sys.executable, "-m", "ministack"], environment)

    def _start_simulators(self) -> Process:
        command = [sys.executable, "-m", "infra.local.simulators", "--port", str(self.settings.console_port)]
        command += ["--world", str(self.settings.contract), "--reset-hook", "infra.local.seed:reseed"]
        return self._start("simulators", command, {HOME: str(self.settings.home)})

    def _start_keeper(self) -> Process:
        command = [sys.executable, "-m", "infra.local.keeper", "--home", str(self.settings.home)]
        return self._start("keeper", command, {})

    def _start(self, name: str, command: list[str], environment: Mapping[str, str]) -> Process:
        process = start(name, command, environment=environment, log=self.settings.home / f"{name}.log")
        self._remember(processes=(*self.state.processes, process))
        return process

    def _remember(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.state.save(self.settings.state)

    def _wait(self, process: Process, url: str) -> None:
        wait_until(lambda: answers(url), process=process, seconds=SLOW_START, log_hint=process.log)

    def _deploy(self) -> Mapping[str, Mapping[str, str]]:
        use_fitting_node()
        try:
            return deploy(
                environment=credentials(self.settings.cloud),
                cloud=self.settings.cloud,
                console=self.settings.console,
                home=self.settings.home,
                say=self.progress.say,
            )
        except DeployFailed as failure:
            raise WorldError(str(failure)) from failure

    def _furnish(
        self,
        stores: tuple[StoreSettings, ...],
        secrets: Mapping[str, Mapping[str, str]],
        outputs: Mapping[str, Mapping[str, str]],
    ) -> dict[str, Any]:
        pool = next(stack["UserPoolId"] for stack in outputs.values() if "UserPoolId" in stack)
        running = {}
        for store in stores:
            stack = next(name for name in outputs if name.endswith(f"-{store.id}"))
            running[store.id] = RunningStore(
                profile=profile(store),
                stack=stack,
                user_pool=pool,
                outputs=outputs[stack],
                secrets=secrets[store.id],
                tokens=staff_tokens(
                    cloud=self.settings.cloud, pool=pool, app_client=outputs[stack]["StaffClientId"], store=store.id
                ),
            )
            client("sesv2", cloud=self.settings.cloud).create_email_identity(EmailIdentity=store.sender_email)
        contract = world_contract(cloud=self.settings.cloud, console=self.settings.console, stores=running)
        seed(contract)
        return contract

    def _hand_in_templates(self, store: StoreSettings, contract: Mapping[str, Any]) -> None:
        sync_templates(
            store,
            api_url=f"{self.settings.console}/sim/graph/v25.0",
            token=contract["stores"][store.id]["internal"]["whatsapp_token"],
        )

    @staticmethod
    def _in_parallel(jobs: list[Callable[[], None]]) -> None:
        with ThreadPoolExecutor(max_workers=len(jobs)) as workers:
            for done in [workers.submit(job) for job in jobs]:
                done.result()


def profile(store: StoreSettings) -> dict[str, Any]:
    """What `world.json` tells of a store's own file."""
    return {
        "name": store.name,
        "languages": list(store.languages),
        "currency": store.currency,
        "phone_number_id": store.whatsapp.phone_number_id,
        "display_phone_number": store.whatsapp.display_phone_number,
        "waba_id": store.whatsapp.waba_id,
        "catalog_id": store.whatsapp.catalog_id,
        "payment_provider": store.payment.provider,
        "courier": store.courier.provider,
        "region": REGION,
    }
