from . import entities, readiness, ledgers, models, controllers, wizards


def uninstall_hook(env):
    """Leave the analytic plans that are in use: what is booked by them stays booked."""
    names = ("analytic_plan_classes", "analytic_plan_departments")
    for name in names:
        plan = env.ref(f"quickbooks_connector.{name}", raise_if_not_found=False)
        if plan and plan.account_ids:
            env["ir.model.data"].search(
                [("module", "=", "quickbooks_connector"), ("name", "=", name)]
            ).unlink()
