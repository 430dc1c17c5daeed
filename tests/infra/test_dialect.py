"""The local world's roles: the same permissions, put so that the embedded cloud grants them."""

from aws_cdk import aws_iam as iam

from infra.constructs.dialect import for_embedded_cloud


def test_an_email_may_leave_the_embedded_cloud() -> None:
    """It knows neither the identity nor the address an email is sent from, so it would refuse every supplier's."""
    statement = iam.PolicyStatement(
        actions=["ses:SendEmail"],
        resources=["arn:aws:ses:us-east-1:000000000000:identity/orders@northloopboba.example"],
        conditions={"StringEquals": {"ses:FromAddress": "orders@northloopboba.example"}},
    )

    (translated,) = for_embedded_cloud([statement])

    assert translated.to_statement_json() == {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"}
