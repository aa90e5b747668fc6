import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys } from "../../api/queryKeys";
import { type Kind, sendFile } from "./requests";

interface Sending {
  name: string;
  share: number;
}

interface Refused {
  name: string;
  error: unknown;
}

/** Uploads files one by one, with the progress of the current one and those refused. */
export function useSendFiles() {
  const queries = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const [refused, setRefused] = useState<Refused[]>([]);
  async function send(files: File[], kind: Kind) {
    setRefused([]);
    for (const file of files) {
      const { name } = file;
      setSending({ name, share: 0 });
      try {
        await sendFile(file, kind, (share) => setSending({ name, share }));
      } catch (error) {
        setRefused((earlier) => [...earlier, { name, error }]);
      }
      void queries.invalidateQueries({ queryKey: queryKeys.uploads });
    }
    setSending(null);
  }
  return { sending, refused, send };
}
