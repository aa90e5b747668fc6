import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useStatus } from "../names/campaignStatus";
import { useFieldName } from "../names/fields";
import { useRoleName } from "../names/roles";
import { useSegmentName } from "../names/segments";
import type { Renderers, StatementValues } from "./statements";

/** What was understood and is not done, and what to do instead. */
export function useRefusalRenderers(): Renderers<string> {
  return {
    ...useAccessRenderers(),
    ...useNotFoundRenderers(),
    ...useCampaignRenderers(),
    ...usePlanRefusalRenderers(),
    ...useFieldRenderers(),
  };
}

function useAccessRenderers(): Renderers<string> {
  const { t } = useLingui();
  const roleName = useRoleName();
  return {
    role_needed: (values) => {
      const needed = roleName(values.text("needed"));
      const yourRole = roleName(values.text("given"));
      return t`Ask someone with the ${needed} role, or sign in with such a key: your role is ${yourRole}.`;
    },
    sign_in_needed: () => t`Sign in with your key. No key? Ask your administrator.`,
    key_unknown: () => t`Ask your administrator for a new key: this one is unknown or was revoked.`,
    key_malformed: () => t`Check your key: it starts with sr_ and has 60 characters.`,
    session_over: () => t`Sign in again: your session has ended.`,
    csrf_missing: () => t`Your session couldn't be verified. Reload the page and try again.`,
    other_origin: () =>
      t`Make changes in the dashboard itself: pages from other addresses can't change anything here.`,
    no_keys_here: () => t`You don't need to sign in: no keys are set up.`,
    too_many_keys: (values) => {
      const seconds = Math.round(values.value("seconds"));
      return t`Too many keys were tried from here. Try again in ${plural(seconds, { one: "# second", other: "# seconds" })}.`;
    },
    body_too_large: (values) => {
      const most = values.bytes("most");
      return t`Send less than ${most}: that's the limit here.`;
    },
    malformed_json: () => t`Try again: your request couldn't be read.`,
    page_outdated: () => t`Reload the page: a new version is available.`,
    cursor_unknown: () => t`Reload the page: the list has changed.`,
  };
}

function useNotFoundRenderers(): Renderers<string> {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  return {
    no_route: () => t`Check the address: the server has nothing here.`,
    product_unknown: (values) => {
      const product = values.text("product");
      return t`No product has the code “${product}”.`;
    },
    product_not_planned: (values) => {
      const product = values.text("product");
      return t`The plan has no campaign for “${product}”. Check the code if you expected one.`;
    },
    customer_unknown: (values) => {
      const customer = values.text("customer");
      return t`No customer has the number “${customer}”.`;
    },
    segment_unknown: (values) => {
      const segment = segmentName(values.text("segment"));
      return t`No segment is called “${segment}”.`;
    },
    campaign_unknown: (values) => {
      const campaign = values.text("campaign");
      return t`There is no campaign “${campaign}”.`;
    },
    version_unknown: (values) => {
      const version = values.number("version");
      const newest = values.number("newest");
      return t`The campaign has no version ${version}; the newest is ${newest}.`;
    },
    snapshot_unknown: (values) => {
      const snapshot = values.text("snapshot");
      return t`There is no snapshot “${snapshot}”.`;
    },
    upload_unknown: () => t`This file is gone: it was deleted or has expired.`,
    refresh_unknown: () => t`This refresh doesn't exist.`,
    plan_unrecorded: (values) => {
      const snapshot = values.text("snapshot");
      return t`There's no recorded plan for snapshot “${snapshot}”.`;
    },
    plan_unscored: (values) => {
      const snapshot = values.text("snapshot");
      return t`The plan of snapshot “${snapshot}” has not been scored yet.`;
    },
  };
}

function useCampaignRenderers(): Renderers<string> {
  const { t } = useLingui();
  const status = useStatus();
  const statusWord = (values: StatementValues) => status(values.text("status")).word;
  return {
    move_not_allowed: (values) => {
      const now = statusWord(values);
      return t`Reload the page to see what you can do: this isn't allowed in status “${now}”.`;
    },
    not_approved: (values) => {
      const now = statusWord(values);
      return t`Approve the campaign first: its audience is chosen then. Its status is “${now}”.`;
    },
    own_work: (values) => {
      const who = values.text("who");
      return values.is("keys", true)
        ? t`Someone other than ${who} must approve this text, because ${who} saved it last.`
        : t`Sign in with your own key to approve: without keys we can't tell whether someone else approves.`;
    },
    claims_violated: (values) => {
      const count = Math.round(values.value("count"));
      return t`Fix the highlighted text, then save: ${plural(count, { one: "# claim isn't", other: "# claims aren't" })} backed by the plan.`;
    },
    offer_changed: () =>
      t`Check what is new and confirm it: the offer changed after the text was saved.`,
    campaign_changed: () =>
      t`Check the campaign again: someone changed it. The latest version is shown.`,
    campaign_unread: () => t`Reload the campaign before you change it.`,
    campaign_busy: () => t`Try again: others are changing this campaign right now.`,
    simulations_busy: () => t`Try again in a moment: other what-if plans are being computed.`,
    audience_incomplete: () => t`Approve again: the customer list arrived incomplete.`,
    nobody_left: () =>
      t`Choose another segment: everyone in this one has opted out, or it's empty.`,
    holdout_whole: (values) => {
      const size = values.number("size");
      const customers = values.number("customers");
      return t`Choose a smaller control group: ${size} of ${customers} leaves no one to write to.`;
    },
    holdout_proposed: (values) => {
      const size = values.number("size");
      const customers = values.number("customers");
      const share = values.exactShare("share");
      const raised = values.exactShare("raised");
      return t`Keep ${size} of ${customers} as a control group: that shows a rise from ${share} to ${raised} in 80 of 100 cases.`;
    },
    holdout_too_small: (values) => {
      const customers = values.number("customers");
      const effect = values.points("effect");
      const begin = t`${customers} customers are too few to measure a rise of ${effect} percentage points.`;
      const end = t`Enter a number if you want a control group.`;
      if (!values.has("detectable"))
        return `${begin} ${t`Even with half of them in the control group, no effect could be proven.`} ${end}`;
      const detectable = values.points("detectable");
      return `${begin} ${t`Even with half of them in the control group, it would have to be ${detectable} points or more.`} ${end}`;
    },
    no_audience: () =>
      t`Approve the campaign again to create its audience: it was approved without one.`,
    export_unknown: () =>
      t`Export the audience again and send that file: this one isn't from the current approval.`,
    export_by_others: (values) => {
      const who = values.text("who");
      return t`Ask ${who} to confirm that it was sent: ${who} exported this file.`;
    },
    approved_anew: () => t`Reload the campaign: it was approved again in the meantime.`,
    sales_too_old: (values) => {
      const until = values.day("as_of");
      const sent = values.day("sent_on");
      return t`Refresh with newer sales: they end on ${until}, and the campaign was sent on ${sent}.`;
    },
    language_unknown: (values) => {
      const language = values.text("language");
      const known = values.text("known");
      return t`Choose one of these languages for copy: ${known}. “${language}” isn't supported.`;
    },
    name_unshowable: () => t`The product's name holds no character that can be shown.`,
    name_refused: () =>
      t`Give the product a plainer name: no copy with this name passes the claims check.`,
  };
}

function usePlanRefusalRenderers(): Renderers<string> {
  const { t } = useLingui();
  return {
    nothing_changed: () => t`Accept it instead: your change is the same as the recommendation.`,
    decision_repeated: () => t`Reload the page: another decision was made in the meantime.`,
    decisions_busy: () => t`Try again: others are deciding right now.`,
    week_over: () => t`Decide on the current plan: the week of this one is over.`,
    floor_above_prices: (values) => {
      const floor = values.share("floor");
      const highest = values.share("highest");
      return t`Lower the margin floor: even at full price no product earns ${floor}; the highest is ${highest}.`;
    },
    freed_too_much: (values) => {
      const least = values.money("least");
      const most = values.money("most");
      return t`Loosen another limit: at most about ${most} of stock can be cleared, not ${least}.`;
    },
    lock_unknown: (values) => {
      const products = values.text("products");
      return t`These products aren't in the catalogue: ${products}.`;
    },
    lock_unpromotable: (values) => {
      const products = values.text("products");
      return t`${products} can't be promoted: stock is too low, the price is below cost plus margin floor, or too little is known.`;
    },
    lock_impossible: (values) => {
      const product = values.text("product");
      return t`Choose something else for ${product}: this breaks the margin floor, exceeds the stock, or targets customers who don't buy it.`;
    },
  };
}

function useFieldRenderers(): Renderers<string> {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const named = (values: StatementValues) => fieldName(values.text("field"));
  return {
    field_missing: (values) => {
      const field = named(values);
      return t`${field}: required.`;
    },
    field_wrong: (values) => {
      const field = named(values);
      return t`${field}: enter a valid value.`;
    },
    field_no_day: (values) => {
      const field = named(values);
      return t`${field}: enter a date.`;
    },
    field_below: (values) => {
      const field = named(values);
      const limit = values.decimal("limit", 6);
      return t`${field}: at least ${limit}.`;
    },
    field_not_above: (values) => {
      const field = named(values);
      const limit = values.decimal("limit", 6);
      return t`${field}: more than ${limit}.`;
    },
    field_above: (values) => {
      const field = named(values);
      const limit = values.decimal("limit", 6);
      return t`${field}: at most ${limit}.`;
    },
    field_not_below: (values) => {
      const field = named(values);
      const limit = values.decimal("limit", 6);
      return t`${field}: less than ${limit}.`;
    },
    field_no_multiple: (values) => {
      const field = named(values);
      const limit = values.decimal("limit", 6);
      return limit === "1" ? t`${field}: a whole number.` : t`${field}: a multiple of ${limit}.`;
    },
    field_short: (values) => {
      const field = named(values);
      const limit = values.number("limit");
      return t`${field}: at least ${limit} characters.`;
    },
    field_long: (values) => {
      const field = named(values);
      const limit = values.number("limit");
      return t`${field}: at most ${limit} characters.`;
    },
    tenure_below_recency: () =>
      t`Check the days: the first order can't be later than the last one.`,
    numbers_missing: () => t`Fill in all three: days since the last order, orders, and money paid.`,
    numbers_or_purchases: () => t`Enter either purchases or the three numbers, not both.`,
    purchases_empty: () => t`Enter at least one order.`,
    customer_malformed: () => t`Enter valid numbers for a customer.`,
    cluster_unlabelled: (values) => {
      const cluster = values.number("cluster");
      return t`Cluster ${cluster} is empty, so it has no name.`;
    },
  };
}
