import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { fetchFile } from "../../api/files";

export type DeliveryFiles = ReturnType<typeof useDeliveryFiles>;

/** The files of an approved campaign. An audience export goes on record, and sending names it. */
export function useDeliveryFiles(id: string) {
  const path = `/v1/campaigns/${encodeURIComponent(id)}`;
  const [digest, setDigest] = useState("");
  const file = useMutation({
    mutationFn: ({ suffix, name }: { suffix: string; name: string }) =>
      fetchFile(`${path}/${suffix}`, name),
    onSuccess: (found, { suffix }) => {
      if (suffix === "audience.csv" && found) setDigest(found);
    },
  });
  const get = (suffix: string, ending: string) => () =>
    file.mutate({ suffix, name: `${id}${ending}` });
  return {
    file,
    digest,
    audience: get("audience.csv", ".csv"),
    email: get("preview.eml", ".eml"),
    template: get("whatsapp-template.json", ".json"),
  };
}
