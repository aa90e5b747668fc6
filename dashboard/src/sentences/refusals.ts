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
      return t`This takes the role ${needed}; yours is ${yourRole}. Sign in with a key that has it, or ask somebody who does.`;
    },
    sign_in_needed: () => t`Sign in with your key first. Who has none asks the operator for one.`,
    key_unknown: () => t`This key is not known, or was revoked. Ask for a new one.`,
    key_malformed: () => t`This is no key: a key begins with sr_ and is 60 characters long.`,
    session_over: () => t`Your session is over. Sign in again.`,
    csrf_missing: () =>
      t`It could not be told that this page asks. Load it again and repeat what you did.`,
    other_origin: () => t`A page of another address may not change anything here.`,
    no_keys_here: () => t`Nobody has a key here, so there is nothing to sign in to.`,
    too_many_keys: (values) => {
      const seconds = Math.round(values.value("seconds"));
      return t`Too many keys were tried from here. Try again in ${plural(seconds, { one: "# second", other: "# seconds" })}.`;
    },
    body_too_large: (values) => {
      const most = values.bytes("most");
      return t`That is more than ${most}, the most that is taken here.`;
    },
    malformed_json: () => t`What was sent could not be read.`,
    page_outdated: () => t`This page is of another version than the server. Load it again.`,
    cursor_unknown: () => t`The list has changed since. Load the page again.`,
  };
}

function useNotFoundRenderers(): Renderers<string> {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  return {
    no_route: () => t`The server has nothing at this address.`,
    product_unknown: (values) => {
      const product = values.text("product");
      return t`No product has the code “${product}”.`;
    },
    product_not_planned: (values) => {
      const product = values.text("product");
      return t`The plan holds no campaign for “${product}”: none is advised, or there is no such code.`;
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
    upload_unknown: () => t`There is no such file any more; it was deleted, or its time is over.`,
    refresh_unknown: () => t`There is no such refresh.`,
    plan_unrecorded: (values) => {
      const snapshot = values.text("snapshot");
      return t`No plan of snapshot “${snapshot}” is on record.`;
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
      return t`From the status “${now}” this cannot be done. Load the page again to see what can.`;
    },
    not_approved: (values) => {
      const now = statusWord(values);
      return t`The campaign has the status “${now}”: who it goes to is drawn when it is approved.`;
    },
    own_work: (values) => {
      const who = values.text("who");
      return values.is("keys", true)
        ? t`${who} saved this text last, so somebody else approves it.`
        : t`Nobody can tell here whether somebody else approves this text. Keys tell people apart.`;
    },
    claims_violated: (values) => {
      const count = Math.round(values.value("count"));
      return t`The words claim what is not so, in ${plural(count, { one: "# place", other: "# places" })}. Mend them and save again.`;
    },
    offer_changed: () =>
      t`The offer has changed since the text was saved. Look at what is new and confirm it.`,
    campaign_changed: () =>
      t`Somebody has changed the campaign since you read it. It is read again; look at it first.`,
    campaign_unread: () => t`Load the campaign again before you change it.`,
    campaign_busy: () => t`Many others are changing this campaign right now. Try again.`,
    audience_incomplete: () => t`The list of customers did not arrive whole. Approve again.`,
    nobody_left: () =>
      t`Nobody is left to write to: all of the segment have opted out, or it is empty.`,
    holdout_whole: (values) => {
      const size = values.number("size");
      const customers = values.number("customers");
      return t`Holding out ${size} of ${customers} leaves nobody to write to.`;
    },
    holdout_proposed: (values) => {
      const size = values.number("size");
      const customers = values.number("customers");
      const share = values.exactShare("share");
      const raised = values.exactShare("raised");
      return t`Hold out ${size} of ${customers}: a rise from ${share} to ${raised} is then detected in 80 of 100 cases.`;
    },
    holdout_too_small: (values) => {
      const customers = values.number("customers");
      const effect = values.points("effect");
      const begin = t`With ${customers} customers nobody can learn whether a rise of ${effect} percentage points happened.`;
      const end = t`Nobody is held out unless you say how many.`;
      if (!values.has("detectable"))
        return `${begin} ${t`Even with half of them held out nothing could be told from chance.`} ${end}`;
      const detectable = values.points("detectable");
      return `${begin} ${t`Even with half of them held out it would have to be ${detectable} points or more.`} ${end}`;
    },
    no_audience: () => t`This campaign was approved without a list of customers.`,
    export_unknown: () =>
      t`This file was not exported from this approval. Export the audience again and send that.`,
    export_by_others: (values) => {
      const who = values.text("who");
      return t`${who} exported this file, so ${who} says that it was sent.`;
    },
    approved_anew: () => t`The campaign was approved anew meanwhile. Load it again.`,
    sales_too_old: (values) => {
      const until = values.day("as_of");
      const sent = values.day("sent_on");
      return t`Sales are known up to ${until}, and the campaign was sent on ${sent}. Refresh with later sales.`;
    },
    language_unknown: (values) => {
      const language = values.text("language");
      const known = values.text("known");
      return t`Copy is written and checked in ${known}; “${language}” is none of them.`;
    },
    name_unshowable: () => t`The product's name holds no character that can be shown.`,
    name_refused: () =>
      t`No copy about this product name passes the check. Give the product a plainer name.`,
  };
}

function usePlanRefusalRenderers(): Renderers<string> {
  const { t } = useLingui();
  return {
    nothing_changed: () => t`That is what was advised. Accept it instead of changing it.`,
    decision_repeated: () => t`Another decision was sent meanwhile. Load the page again.`,
    decisions_busy: () => t`Many others are deciding right now. Try again.`,
    week_over: () =>
      t`That plan's week has been scored, so a decision now is hindsight. Decide on the live plan.`,
    floor_above_prices: (values) => {
      const floor = values.share("floor");
      const highest = values.share("highest");
      return t`No product earns a margin of ${floor}, even at full price: ${highest} is the most. Lower the margin floor.`;
    },
    freed_too_much: (values) => {
      const least = values.money("least");
      const most = values.money("most");
      return t`${least} of stock cannot be freed within the other limits, about ${most} can. Loosen one of them.`;
    },
    lock_unknown: (values) => {
      const products = values.text("products");
      return t`The catalogue lacks ${products}.`;
    },
    lock_unpromotable: (values) => {
      const products = values.text("products");
      return t`${products} cannot be promoted: too little stock, a price below cost and margin floor, or too little is known.`;
    },
    lock_impossible: (values) => {
      const product = values.text("product");
      return t`What you want for ${product} breaks the margin floor, exceeds the stock, or addresses customers who do not buy it.`;
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
      return t`${field}: this is needed.`;
    },
    field_wrong: (values) => {
      const field = named(values);
      return t`${field}: this cannot be used.`;
    },
    field_no_day: (values) => {
      const field = named(values);
      return t`${field}: this is no date.`;
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
      t`The first order cannot be later than the last: the days since it are fewer.`,
    numbers_missing: () => t`Days since the last order, orders and money are all needed.`,
    numbers_or_purchases: () => t`Give either purchases or the three numbers, not both.`,
    purchases_empty: () => t`At least one order is needed.`,
    customer_malformed: () => t`This does not describe a customer.`,
    cluster_unlabelled: (values) => {
      const cluster = values.number("cluster");
      return t`Nobody is in cluster ${cluster}, so it has no name.`;
    },
  };
}
