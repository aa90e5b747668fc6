import { useLingui } from "@lingui/react/macro";

/** Fields of forms and columns of files, as the page calls them. */
export function useFieldName(): (field: string) => string {
  const { t } = useLingui();
  const names: Record<string, string> = {
    order_id: t`Order number`,
    stock_code: t`Product code`,
    quantity: t`Quantity`,
    ordered_at: t`Date or time`,
    unit_price: t`Price of one`,
    line_total: t`Line total`,
    shelf_price: t`List price`,
    name: t`Product name`,
    customer_id: t`Customer number`,
    store_id: t`Store`,
    country: t`Country`,
    department: t`Department`,
    category: t`Category`,
    brand: t`Brand`,
    current_stock: t`Stock`,
    unit_cost: t`Unit cost`,
    lead_time_days: t`Lead time in days`,
    pack_size: t`Pack size`,
    shelf_life_days: t`Shelf life in days`,
    supplier: t`Supplier`,
    retail_disc: t`Shop's discount`,
    coupon_match_disc: t`Coupon match`,
    week: t`Week`,
    recency: t`Days since last order`,
    frequency: t`Orders`,
    monetary: t`Money paid`,
    tenure_days: t`Days since first order`,
    as_of: t`Cut-off day`,
    discount: t`Discount`,
    discount_budget: t`Discount budget`,
    max_discount: t`Largest discount`,
    margin_floor: t`Margin floor`,
    note: t`Note`,
    email_subject: t`Email subject`,
    email_body: t`Email`,
    whatsapp_message: t`WhatsApp message`,
    key: t`Key`,
    "holdout.size": t`Control group`,
  };
  return (field) => names[field] ?? field;
}
