import { useLingui } from "@lingui/react/macro";

/** What is wrong with lines of a ledger, by the code of the reason. */
export function useDefectTexts(): Record<string, string> {
  const { t } = useLingui();
  return {
    on_or_after_as_of: t`Dated on or after the as-of date: not looked at`,
    implausible_date: t`Dated in the future, or among few lines more than a year after all others: not looked at`,
    missing_value: t`Without a date, order, code, quantity or price`,
    repeated_delivery: t`A day's lines delivered to the ledger again`,
    duplicate_line: t`The same line again within one order`,
    no_product_record: t`No product record for this code`,
    fuel: t`Fuel, sold by volume and not from a shelf`,
    coupon: t`A coupon, not merchandise`,
    miscellaneous: t`Miscellaneous entry, service or gift card, not merchandise`,
    non_product: t`Postage, fee, discount, voucher, sample, test or manual entry`,
    zero_quantity: t`Nothing was sold on this line`,
    fractional_quantity: t`Not a whole number of units`,
    negative_price: t`A price below zero`,
    stock_adjustment: t`A correction of stock: no money, and no real order`,
    cancellation_netted: t`A cancellation or return, netted against its order`,
    return_without_order: t`A cancellation or return whose order is not in the ledger`,
    cancelled_order: t`An order cancelled in full within a day: no demand`,
    never_sold: t`A product that was only ever given away`,
    other: t`Values no rule explains, such as infinite prices`,
    code_written_otherwise: t`The product code was written in another case; one code is used`,
    name_differs: t`The line's name is not the product's most frequent one; that one is used`,
    returned_later: t`Units of this order came back; demand counts them, revenue net of returns does not`,
    no_name: t`The line has no name; the product's name comes from its other lines`,
    no_customer: t`No customer: the line is demand, but nobody to target`,
    free_line: t`Given away at price 0: kept, but it is no demand`,
  };
}

/** Sentences without numbers that services send as they are, by what they say in English. */
export function useNotes(): Record<string, string> {
  const { t } = useLingui();
  return {
    "There is no earlier forecast of this ledger in the state folder: this snapshot's is the first. Refresh again when the ledger covers the week that was forecast.": t`There is no earlier forecast of this ledger in the state folder: this snapshot's is the first. Refresh again when the ledger covers the week that was forecast.`,
    "No forecast week is complete yet. Refresh again when the ledger covers one that was forecast.": t`No forecast week is complete yet. Refresh again when the ledger covers one that was forecast.`,
    "This snapshot keeps no forecast log. `smartretail refresh` begins one; the forecast is scored by the refresh that has its week.": t`This snapshot keeps no forecast log. \`smartretail refresh\` begins one; the forecast is scored by the refresh that has its week.`,
    "No plan's week has been scored yet. `smartretail refresh` with a ledger that covers the seven days after a plan's day scores it.": t`No plan's week has been scored yet. \`smartretail refresh\` with a ledger that covers the seven days after a plan's day scores it.`,
    "The ledger is too short to follow labels from month to month.": t`The ledger is too short to follow labels from month to month.`,
  };
}
