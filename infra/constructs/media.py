"""The store's bucket for what customers send: theirs alone to see with staff, for as long as the chat is kept."""

from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.constructs.private_bucket import PrivateBucket
from infra.deployment import Deployment

#: As long as the messages that the files came with (`expires` of the customers table).
KEPT_DAYS = 400
FOLDER = "chats"


class MediaBucket(PrivateBucket):
    """A file is written once, under a key of its own, and erasing a customer has to leave nothing behind."""

    def __init__(self, scope: Construct, id_: str, *, name: str, key: kms.IKey, deployment: Deployment) -> None:
        super().__init__(
            scope,
            id_,
            name=name,
            folder=FOLDER,
            named="A file is named after its customer and message",
            kept_days=KEPT_DAYS,
            key=key,
            deployment=deployment,
        )
