import { visibleName } from "#trpc/contract.ts";
import type { DeviceView } from "#features/accounts/contract.ts";

/**
 * Password managers by the AAGUID that they write into a passkey, from the community's list
 * (github.com/passkeydeveloper/passkey-authenticator-aaguids). Only a name to start with: anybody may write any.
 */
const MANAGERS: Readonly<Record<string, string>> = {
  "fbfc3007-154e-4ecc-8c0b-6e020557d7bd": "iCloud Keychain",
  "dd4ec289-e01d-41c9-bb89-70fa845d4bf2": "iCloud Keychain",
  "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4": "Google Password Manager",
  "08987058-cadc-4b81-b6e1-30de50dcbe96": "Windows Hello",
  "9ddd1817-af5a-4672-a2b9-3e3dd95000a9": "Windows Hello",
  "6028b017-b1d4-4c02-b4b3-afcdafc96bb2": "Windows Hello",
  "bada5566-a7aa-401f-bd96-45619a55120d": "1Password",
  "d548826e-79b4-db40-a3d8-11116f7e8349": "Bitwarden",
  "531126d6-e717-415c-9320-3d9aa6981239": "Dashlane",
  "fdb141b2-5d84-443e-8a35-4698c205a502": "KeePassXC",
  "50726f74-6f6e-5061-7373-50726f746f6e": "Proton Pass",
  "53414d53-554e-4700-0000-000000000000": "Samsung Pass",
};

/** The name that a passkey gets without one: its password manager, else the device, as “Chrome 131 on Windows”. */
export function namePasskey(aaguid: string, { browser, system }: DeviceView): string {
  const device = [browser, system].filter((part) => part !== null).join(" on ");
  return MANAGERS[aaguid] ?? visibleName.safeParse(device.slice(0, 40)).data ?? "Passkey";
}
