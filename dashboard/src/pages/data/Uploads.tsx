import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useFormats } from "../../format/context";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import { RequireRole } from "../../ui/RequireRole";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { useKeepFocus } from "../../ui/useKeepFocus";
import { AddFiles } from "./AddFiles";
import css from "./data.module.css";
import { type Upload, uploads } from "./requests";
import { UploadedFile } from "./UploadedFile";

/** Files of sales, stock and products: uploaded, previewed, and used only after a refresh. */
export function Uploads() {
  const query = useQuery(uploads);
  const formats = useFormats();
  return (
    <Panel
      className={css.bare}
      title={<Trans>Files</Trans>}
      note={
        <Trans>You see a preview first; nothing changes until you refresh with the file.</Trans>
      }
    >
      <RequireRole action="upload" />
      <AddFiles most={query.data?.max_bytes} />
      <Section query={query} shape={<RowShapes rows={3} />}>
        {(answer) => {
          const days = formats.count(answer.kept_days);
          return answer.items.length === 0 ? (
            <Empty>
              <Trans>
                No file yet: the figures use the sales data the server started with. Files are
                stored for {days} days, or as long as the figures use them.
              </Trans>
            </Empty>
          ) : (
            <Files items={answer.items} />
          );
        }}
      </Section>
    </Panel>
  );
}

function Files({ items }: { items: Upload[] }) {
  const list = useKeepFocus<HTMLUListElement>();
  return (
    <ul ref={list} className={`clean ${css.files}`}>
      {items.map((item) => (
        <UploadedFile key={item.id} upload={item} />
      ))}
    </ul>
  );
}
