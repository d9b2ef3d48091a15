import { Flyout } from "#ui/panels/flyout.tsx";
import { DisplayForm } from "./display-form.tsx";

export const DisplayPanel = ({ onClose }: { onClose: () => void }) => (
  <Flyout title="Display" align="end" onClose={onClose}>
    <DisplayForm />
  </Flyout>
);
