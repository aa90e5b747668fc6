import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useRoleName } from "../layout/roles";
import { useStatus } from "../pages/campaigns/status";
import { useSegmentName } from "../pages/customers/segmentNames";
import { useFieldName } from "./fields";
import type { Said, Writers } from "./said";

/** What was understood and is not done, and what to do instead. */
export function useRefusalWriters(): Writers<string> {
  return {
    ...useAccessWriters(),
    ...useNotFoundWriters(),
    ...useCampaignWriters(),
    ...usePlanRefusals(),
    ...useFieldWriters(),
  };
}

function useAccessWriters(): Writers<string> {
  const { t } = useLingui();
  const roleName = useRoleName();
  return {
    role_needed: (said) => {
      const needed = roleName(said.text("needed"));
      const given = roleName(said.text("given"));
      return t`This takes the role ${needed}; yours is ${given}. Sign in with a key that has it, or ask somebody who does.`;
    },
    sign_in_needed: () => t`Sign in with your key first. Who has none asks the operator for one.`,
    key_unknown: () => t`This key is not known, or was revoked. Ask for a new one.`,
    key_malformed: () => t`This is no key: a key begins with sr_ and is 60 characters long.`,
    session_over: () => t`Your session is over. Sign in again.`,
    csrf_missing: () =>
      t`It could not be told that this page asks. Load it again and repeat what you did.`,
    other_origin: () => t`A page of another address may not change anything here.`,
    no_keys_here: () => t`Nobody has a key here, so there is nothing to sign in to.`,
    too_many_keys: (said) => {
      const seconds = Math.round(said.value("seconds"));
      return t`Too many keys were tried from here. Try again in ${plural(seconds, { one: "# second", other: "# seconds" })}.`;
    },
    body_too_large: (said) => {
      const most = said.bytes("most");
      return t`That is more than ${most}, the most that is taken here.`;
    },
    malformed_json: () => t`What was sent could not be read.`,
    page_outdated: () => t`This page is of another version than the server. Load it again.`,
    cursor_unknown: () => t`The list has changed since. Load the page again.`,
  };
}

function useNotFoundWriters(): Writers<string> {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  return {
    no_route: () => t`The server has nothing at this address.`,
    product_unknown: (said) => {
      const product = said.text("product");
      return t`No product has the code “${product}”.`;
    },
    product_not_planned: (said) => {
      const product = said.text("product");
      return t`The plan holds no campaign for “${product}”: none is advised, or there is no such code.`;
    },
    customer_unknown: (said) => {
      const customer = said.text("customer");
      return t`No customer has the number “${customer}”.`;
    },
    segment_unknown: (said) => {
      const segment = segmentName(said.text("segment"));
      return t`No segment is called “${segment}”.`;
    },
    campaign_unknown: (said) => {
      const campaign = said.text("campaign");
      return t`There is no campaign “${campaign}”.`;
    },
    version_unknown: (said) => {
      const version = said.number("version");
      const newest = said.number("newest");
      return t`The campaign has no version ${version}; the newest is ${newest}.`;
    },
    snapshot_unknown: (said) => {
      const snapshot = said.text("snapshot");
      return t`There is no snapshot “${snapshot}”.`;
    },
    upload_unknown: () => t`There is no such file any more; it was deleted, or its time is over.`,
    refresh_unknown: () => t`There is no such refresh.`,
    plan_unrecorded: (said) => {
      const snapshot = said.text("snapshot");
      return t`No plan of snapshot “${snapshot}” is on record.`;
    },
    plan_unscored: (said) => {
      const snapshot = said.text("snapshot");
      return t`The plan of snapshot “${snapshot}” has not been scored yet.`;
    },
  };
}

function useCampaignWriters(): Writers<string> {
  const { t } = useLingui();
  const status = useStatus();
  const standing = (said: Said) => status(said.text("status")).word;
  return {
    move_not_allowed: (said) => {
      const now = standing(said);
      return t`From the status “${now}” this cannot be done. Load the page again to see what can.`;
    },
    not_approved: (said) => {
      const now = standing(said);
      return t`The campaign has the status “${now}”: who it goes to is drawn when it is approved.`;
    },
    own_work: (said) => {
      const who = said.text("who");
      return said.is("keys", true)
        ? t`${who} saved this text last, so somebody else approves it.`
        : t`Nobody can tell here whether somebody else approves this text. Keys tell people apart.`;
    },
    claims_violated: (said) => {
      const count = Math.round(said.value("count"));
      return t`The words claim what is not so, in ${plural(count, { one: "# place", other: "# places" })}. Mend them and save again.`;
    },
    offer_changed: () =>
      t`The offer has changed since the text was saved. Look at what is new and confirm it.`,
    campaign_changed: () =>
      t`Somebody has changed the campaign since you read it. It is read again; look at it first.`,
    campaign_unread: () => t`Load the campaign again before you change it.`,
    campaign_busy: () => t`Many others are changing this campaign right now. Try again.`,
    simulations_busy: () => t`Other what-if plans are being worked out. Try again in a moment.`,
    audience_incomplete: () => t`The list of customers did not arrive whole. Approve again.`,
    nobody_left: () =>
      t`Nobody is left to write to: all of the segment have opted out, or it is empty.`,
    holdout_whole: (said) => {
      const size = said.number("size");
      const customers = said.number("customers");
      return t`Holding out ${size} of ${customers} leaves nobody to write to.`;
    },
    holdout_proposed: (said) => {
      const size = said.number("size");
      const customers = said.number("customers");
      const share = said.exactShare("share");
      const raised = said.exactShare("raised");
      return t`Hold out ${size} of ${customers}: a rise from ${share} to ${raised} is then detected in 80 of 100 cases.`;
    },
    holdout_too_small: (said) => {
      const customers = said.number("customers");
      const effect = said.points("effect");
      const begin = t`With ${customers} customers nobody can learn whether a rise of ${effect} percentage points happened.`;
      const end = t`Nobody is held out unless you say how many.`;
      if (!said.has("detectable"))
        return `${begin} ${t`Even with half of them held out nothing could be told from chance.`} ${end}`;
      const detectable = said.points("detectable");
      return `${begin} ${t`Even with half of them held out it would have to be ${detectable} points or more.`} ${end}`;
    },
    no_audience: () => t`This campaign was approved without a list of customers.`,
    export_unknown: () =>
      t`This file was not exported from this approval. Export the audience again and send that.`,
    export_by_others: (said) => {
      const who = said.text("who");
      return t`${who} exported this file, so ${who} says that it was sent.`;
    },
    approved_anew: () => t`The campaign was approved anew meanwhile. Load it again.`,
    sales_too_old: (said) => {
      const until = said.day("as_of");
      const sent = said.day("sent_on");
      return t`Sales are known up to ${until}, and the campaign was sent on ${sent}. Refresh with later sales.`;
    },
    language_unknown: (said) => {
      const language = said.text("language");
      const known = said.text("known");
      return t`Copy is written and checked in ${known}; “${language}” is none of them.`;
    },
    name_unshowable: () => t`The product's name holds no character that can be shown.`,
    name_refused: () =>
      t`No copy about this product name passes the check. Give the product a plainer name.`,
  };
}

function usePlanRefusals(): Writers<string> {
  const { t } = useLingui();
  return {
    nothing_changed: () => t`That is what was advised. Accept it instead of changing it.`,
    decision_repeated: () => t`Another decision was sent meanwhile. Load the page again.`,
    decisions_busy: () => t`Many others are deciding right now. Try again.`,
    week_over: () =>
      t`That plan's week has been scored, so a decision now is hindsight. Decide on the live plan.`,
    floor_above_prices: (said) => {
      const floor = said.share("floor");
      const highest = said.share("highest");
      return t`No product earns a margin of ${floor}, even at full price: ${highest} is the most. Lower the margin floor.`;
    },
    freed_too_much: (said) => {
      const least = said.money("least");
      const most = said.money("most");
      return t`${least} of stock cannot be freed within the other limits, about ${most} can. Loosen one of them.`;
    },
    lock_unknown: (said) => {
      const products = said.text("products");
      return t`The catalogue lacks ${products}.`;
    },
    lock_unpromotable: (said) => {
      const products = said.text("products");
      return t`${products} cannot be promoted: too little stock, a price below cost and margin floor, or too little is known.`;
    },
    lock_impossible: (said) => {
      const product = said.text("product");
      return t`What you want for ${product} breaks the margin floor, exceeds the stock, or addresses customers who do not buy it.`;
    },
  };
}

function useFieldWriters(): Writers<string> {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const named = (said: Said) => fieldName(said.text("field"));
  return {
    field_missing: (said) => {
      const field = named(said);
      return t`${field}: this is needed.`;
    },
    field_wrong: (said) => {
      const field = named(said);
      return t`${field}: this cannot be used.`;
    },
    field_no_day: (said) => {
      const field = named(said);
      return t`${field}: this is no date.`;
    },
    field_below: (said) => {
      const field = named(said);
      const limit = said.decimal("limit", 6);
      return t`${field}: at least ${limit}.`;
    },
    field_not_above: (said) => {
      const field = named(said);
      const limit = said.decimal("limit", 6);
      return t`${field}: more than ${limit}.`;
    },
    field_above: (said) => {
      const field = named(said);
      const limit = said.decimal("limit", 6);
      return t`${field}: at most ${limit}.`;
    },
    field_not_below: (said) => {
      const field = named(said);
      const limit = said.decimal("limit", 6);
      return t`${field}: less than ${limit}.`;
    },
    field_no_multiple: (said) => {
      const field = named(said);
      const limit = said.decimal("limit", 6);
      return limit === "1" ? t`${field}: a whole number.` : t`${field}: a multiple of ${limit}.`;
    },
    field_short: (said) => {
      const field = named(said);
      const limit = said.number("limit");
      return t`${field}: at least ${limit} characters.`;
    },
    field_long: (said) => {
      const field = named(said);
      const limit = said.number("limit");
      return t`${field}: at most ${limit} characters.`;
    },
    tenure_below_recency: () =>
      t`The first order cannot be later than the last: the days since it are fewer.`,
    numbers_missing: () => t`Days since the last order, orders and money are all needed.`,
    numbers_or_purchases: () => t`Give either purchases or the three numbers, not both.`,
    purchases_empty: () => t`At least one order is needed.`,
    customer_malformed: () => t`This does not describe a customer.`,
    cluster_unlabelled: (said) => {
      const cluster = said.number("cluster");
      return t`Nobody is in cluster ${cluster}, so it has no name.`;
    },
  };
}
