import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useFormats } from "../format/context";
import { Shape } from "../shapes/Shape";
import css from "./quantity.module.css";

interface Props {
  /** What is counted: the product's name. */
  label: string;
  /** Units, always whole packs. */
  value: number;
  /** Units of one pack. */
  pack?: number;
  /** The advised quantity; any other value gets a dot and a button to restore it. */
  advice?: number;
  /** Minimum and maximum, with their owner: "Supplier minimum 12". */
  limit?: { least?: number; most?: number; reason: string };
  /** What another value saves and costs. */
  effect?: ReactNode;
  onSave: (units: number) => void;
}

/** Units in whole packs: − and + step by one, Enter saves and goes down, Escape restores. */
export function QuantityField({ label, value, pack = 1, advice, limit, effect, onSave }: Props) {
  const { t } = useLingui();
  const id = useId();
  // Typed text stays until it is saved or discarded, even if it is invalid.
  const [typed, setTyped] = useState<string | null>(null);
  const problem = useProblem(typed, pack, limit);
  const save = (units: number) => {
    setTyped(null);
    if (units !== value) onSave(units);
  };
  const commit = () => {
    if (typed !== null && problem === null) save(Number(typed));
  };
  const step = (by: number) => save(within(value + by * pack, limit, pack));
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") setTyped(null);
    else if (event.key === "Enter") {
      event.preventDefault();
      if (problem !== null) return;
      const next = quantityBelow(event.currentTarget);
      // Leaving the field saves it.
      if (next) next.focus();
      else commit();
    }
  };
  return (
    <div className={css.quantity}>
      <div className={css.control}>
        <button type="button" aria-label={t`Less: ${label}`} onClick={() => step(-1)}>
          −
        </button>
        <input
          inputMode="numeric"
          autoComplete="off"
          data-quantity
          aria-label={label}
          aria-describedby={id}
          aria-invalid={problem !== null || undefined}
          value={typed ?? String(value)}
          onChange={(event) => setTyped(event.target.value.trim())}
          onFocus={(event) => event.target.select()}
          onBlur={commit}
          onKeyDown={onKey}
        />
        <button type="button" aria-label={t`More: ${label}`} onClick={() => step(1)}>
          +
        </button>
      </div>
      <div id={id} className={css.below}>
        {problem === null ? (
          <Packs units={value} pack={pack} />
        ) : (
          <span className={css.problem}>{problem}</span>
        )}
        {advice !== undefined && advice !== value ? (
          <span className={css.advice}>
            <Shape name="dot" />
            <Trans>Advice {advice}</Trans>
            <button type="button" onClick={() => save(advice)}>
              <Trans>use</Trans>
            </button>
          </span>
        ) : null}
        {effect}
      </div>
    </div>
  );
}

function Packs({ units, pack }: { units: number; pack: number }) {
  const formats = useFormats();
  if (pack === 1) return null;
  const size = formats.count(pack);
  return (
    <span>
      <Plural value={units / pack} one={`= # pack of ${size}`} other={`= # packs of ${size}`} />
    </span>
  );
}

/** Why the typed value is invalid, and which values are valid. */
function useProblem(typed: string | null, pack: number, limit: Props["limit"]): string | null {
  const { t } = useLingui();
  if (typed === null) return null;
  const units = Number(typed);
  if (typed === "" || !Number.isInteger(units) || units < 0) return t`A whole number, 0 or more`;
  const fewer = Math.floor(units / pack) * pack;
  const more = fewer + pack;
  if (units % pack !== 0) return t`Whole packs of ${pack}: ${fewer} or ${more}`;
  const isOut = units < (limit?.least ?? 0) || units > (limit?.most ?? Number.POSITIVE_INFINITY);
  return isOut && limit ? limit.reason : null;
}

/** The nearest whole number of packs that the limit allows. */
function within(units: number, limit: Props["limit"], pack: number): number {
  const least = Math.ceil((limit?.least ?? 0) / pack) * pack;
  const most = Math.floor((limit?.most ?? Number.POSITIVE_INFINITY) / pack) * pack;
  return Math.max(least, Math.min(most, units));
}

/** The quantity of the next row, as in a spreadsheet. */
function quantityBelow(input: HTMLInputElement): HTMLInputElement | undefined {
  const page = input.closest("table, [role=grid], main") ?? document;
  const all = [...page.querySelectorAll<HTMLInputElement>("input[data-quantity]")];
  return all[all.indexOf(input) + 1];
}
