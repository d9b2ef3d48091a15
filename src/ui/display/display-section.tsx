import { Section } from "#ui/layout/section.tsx";
import { DisplayForm } from "./display-form.tsx";

/** The display settings as a page; visitors have them in the panel of the top bar. */
export const DisplaySection = () => (
  <Section title="Display">
    <DisplayForm />
  </Section>
);
