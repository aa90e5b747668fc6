import { useParams } from "wouter";
import { Choices } from "./Choices";
import { Figures } from "./Figures";
import { Detail, Job, Lanes, List, Settings, Wizard } from "./Pages";
import { States } from "./States";
import { Tables } from "./Tables";

const SHOWN: Record<string, () => React.JSX.Element> = {
  list: List,
  detail: Detail,
  job: Job,
  wizard: Wizard,
  board: Lanes,
  settings: Settings,
  figures: Figures,
  choices: Choices,
  states: States,
  tables: Tables,
};

/**
 * Every component in its states, for whoever builds pages: while developing, and in a build with
 * VITE_COMPONENTS. What is written on it is sample text and stays English.
 */
export default function Components() {
  const { part = "figures" } = useParams();
  const Part = SHOWN[part] ?? Figures;
  return <Part />;
}
