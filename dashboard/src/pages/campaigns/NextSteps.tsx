import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../../format/context";
import { useTableLayout } from "../../grid/useTableLayout";
import { Button } from "../../ui/Button";
import type { MenuItem } from "../../ui/Menu";
import type { Actions } from "../../ui/PageActions";
import type { CampaignWithEtag, useStep } from "./changes";
import type { DeliveryFiles } from "./deliveryFiles";

/** Steps that ask for confirmation first. */
export type Question = "approve" | "return" | "cancel" | "schedule" | "sent";

interface Props {
  read: CampaignWithEtag;
  step: ReturnType<typeof useStep>;
  files: DeliveryFiles;
  onAsk: (question: Question) => void;
  onEdit: () => void;
  onOther: () => void;
}

interface Choice {
  key: string;
  name: ReactNode;
  onSelect: () => void;
  /** Stands only in the menu. */
  isRare?: boolean;
}

/** What can be done now: the step that moves it on, and the rest in the order of its use. */
export function useNextSteps(props: Props): Actions {
  const { isPhone } = useTableLayout();
  const plain = plainSteps(props);
  const first = plain.filter(({ isRare }) => !isRare).slice(0, isPhone ? 1 : 2);
  const buttons = first.map(({ key, name, onSelect }) => (
    <Button key={key} variant="plain" onClick={onSelect}>
      {name}
    </Button>
  ));
  const more: MenuItem[] = plain.filter((entry) => !first.includes(entry));
  return {
    primary: <Primary {...props} />,
    plain: buttons.length > 0 ? (buttons as [ReactNode]) : undefined,
    more,
  };
}

function Primary({ read, step, files, onAsk, onEdit }: Props) {
  const version = useFormats().count(read.version);
  const may = (name: string) => read.allowed.includes(name);
  if (may("submit"))
    return (
      <Button loading={step.isPending} onClick={() => step.mutate({ read, step: "submit" })}>
        <Trans>Submit for approval</Trans>
      </Button>
    );
  if (may("approve"))
    return (
      <Button onClick={() => onAsk("approve")}>
        <Trans>Approve version {version}</Trans>
      </Button>
    );
  if (may("sent") && files.digest !== "")
    return (
      <Button onClick={() => onAsk("sent")}>
        <Trans>Mark as sent</Trans>
      </Button>
    );
  if (read.audience && may("sent"))
    return (
      <Button loading={files.file.isPending} onClick={files.audience}>
        <Trans>Export the audience (CSV)</Trans>
      </Button>
    );
  if (may("edit"))
    return (
      <Button onClick={onEdit}>
        <Trans>Edit text</Trans>
      </Button>
    );
  return (
    <Button href="/campaigns/results">
      <Trans>See all results</Trans>
    </Button>
  );
}

function plainSteps({ read, files, onAsk, onEdit, onOther }: Props): Choice[] {
  const may = (name: string) => read.allowed.includes(name);
  const isEditPrimary = read.status === "cancelled" || read.status === "superseded";
  const steps: (Choice | false)[] = [
    may("return") && {
      key: "return",
      name: <Trans>Return to draft</Trans>,
      onSelect: () => onAsk("return"),
    },
    may("schedule") && {
      key: "schedule",
      name: <Trans>Schedule</Trans>,
      onSelect: () => onAsk("schedule"),
    },
    may("edit") &&
      !isEditPrimary && { key: "edit", name: <Trans>Edit text</Trans>, onSelect: onEdit },
    may("edit") && {
      key: "other",
      name: <Trans>Alternative texts</Trans>,
      onSelect: onOther,
    },
    ...fileSteps(read, files),
    may("cancel") && {
      key: "cancel",
      name: <Trans>Cancel campaign</Trans>,
      onSelect: () => onAsk("cancel"),
      isRare: true,
    },
  ];
  return steps.filter((entry) => entry !== false);
}

/** The files that other programs send it from. */
function fileSteps(read: CampaignWithEtag, files: DeliveryFiles): (Choice | false)[] {
  if (!read.audience) return [];
  return [
    // The filled button, as long as it was not pressed.
    (files.digest !== "" || !read.allowed.includes("sent")) && {
      key: "audience",
      name: <Trans>Export the audience (CSV)</Trans>,
      onSelect: files.audience,
      isRare: true,
    },
    { key: "email", name: <Trans>Email (.eml)</Trans>, onSelect: files.email, isRare: true },
    {
      key: "whatsapp",
      name: <Trans>WhatsApp template (JSON)</Trans>,
      onSelect: files.template,
      isRare: true,
    },
  ];
}
