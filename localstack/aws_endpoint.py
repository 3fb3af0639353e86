"""MiniStack, with the events of EventBridge's rules invoking functions as Lambda does it.

As released, a rule's event reaches a function once: one that failed is lost. Here it takes the way that MiniStack has for
asynchronous invocations, with the retries, the greatest age and the failure destination of the function's configuration.
"""
import json

from ministack.app import main
from ministack.services import eventbridge, lambda_svc


def invoke(arn, payload):
    function, configuration, _ = lambda_svc._get_func_record_for_ref(arn)
    if function and configuration:
        record = lambda_svc._execution_record_for_config(function, configuration)
        lambda_svc.invoke_async_with_retry(record, json.loads(payload))


if __name__ == "__main__":
    if not callable(getattr(eventbridge, "_dispatch_to_lambda", None)):
        raise SystemExit("this MiniStack passes the events of rules to functions in a way that is not known here")
    eventbridge._dispatch_to_lambda = invoke
    main()
