declare module "virtual:sentences/*" {
  import type { Messages } from "@lingui/core";

  export const messages: Messages;
}
