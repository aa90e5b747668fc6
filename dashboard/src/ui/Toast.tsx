import { Trans } from "@lingui/react/macro";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { giveFocusBack } from "./focus";
import css from "./toast.module.css";

const STAYS_MS = 8000;

interface Message {
  /** What was done and its result. */
  text: ReactNode;
  onUndo?: () => void;
}

const Show = createContext<(message: Message | null) => void>(() => {
  throw new Error("useToast is used outside ToastProvider");
});

/** Shows what was just done and offers to undo it; null removes what is shown. */
export const useToast = () => useContext(Show);

/** Shows toasts at the bottom of the page for eight seconds, longer while hovered or focused. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<Message | null>(null);
  const [inUse, setInUse] = useState(false);
  const origin = useRef<Element | null>(null);
  useEffect(() => {
    if (message === null || inUse) return;
    const timer = setTimeout(() => setMessage(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [message, inUse]);
  const show = useCallback((next: Message | null) => {
    setMessage(next);
    if (next === null) setInUse(false);
  }, []);
  const leave = () => {
    show(null);
    giveFocusBack(origin.current);
  };
  return (
    <Show value={show}>
      {children}
      <div
        className={`${css.place} no-print`}
        role="status"
        onPointerEnter={() => setInUse(true)}
        onPointerLeave={(event) => setInUse(event.currentTarget.contains(document.activeElement))}
        onFocus={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget))
            origin.current = event.relatedTarget;
          setInUse(true);
        }}
        onBlur={() => setInUse(false)}
        onKeyDown={(event) => event.key === "Escape" && leave()}
      >
        {message ? (
          <div className={css.toast}>
            <span>{message.text}</span>
            {message.onUndo ? (
              <button
                type="button"
                onClick={() => {
                  message.onUndo?.();
                  leave();
                }}
              >
                <Trans>Undo</Trans>
              </button>
            ) : null}
          </div>
        ) : null}
      </div>
    </Show>
  );
}
