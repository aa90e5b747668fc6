import { expect, test } from "vitest";
import { templateOf } from "../src/pages/campaigns/texts";

const old = {
  name: "offer",
  language: "en",
  body: "{{1}} is {{2}}% off.",
  variables: [
    { number: 1, name: "product_name", example: "Cakestand (3 tier)" },
    { number: 2, name: "discount_percent", example: "20" },
  ],
};

test("editing a message updates its template: known values become variables again", () => {
  const made = templateOf("Only now: Cakestand (3 tier), 20% off!", old);
  expect(made?.body).toBe("Only now: {{1}}, {{2}}% off!");
  expect(made?.variables).toHaveLength(2);
  expect(made?.name).toBe("offer");
});

test("an unused variable is removed, and later ones are renumbered", () => {
  const made = templateOf("20% off everything", old);
  expect(made?.body).toBe("{{1}}% off everything");
  expect(made?.variables).toEqual([{ number: 1, name: "discount_percent", example: "20" }]);
});

test("a number inside another number is not a variable", () => {
  expect(templateOf("In 2025 as in 120 years", old)?.body).toBe("In 2025 as in 120 years");
});

test("without a template none is created", () => {
  expect(templateOf("Hello", null)).toBeNull();
});
