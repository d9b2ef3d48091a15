"use client";
import { TRPCClientError } from "@trpc/client";
import { useState } from "react";
import { z } from "zod";
import type { ZodType } from "zod";
import { confirmTotpInput, secondFactorInput } from "#features/accounts/contract.ts";
import type { SecondFactorInput, SecondFactors, SignInResult } from "#features/accounts/contract.ts";
import { signWithPasskey } from "#features/accounts/ui/passkey/browser-passkey.ts";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { trpc } from "#trpc/client.tsx";
import type { AppRouter } from "#trpc/register.ts";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { FormRefusal } from "#ui/form/failure.ts";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import type { ZodForm } from "#ui/form/use-zod-form.ts";

type SecondFactorStepProps = {
  /** Those that the account has. The passkey comes first: nothing is to be typed. */
  factors: SecondFactors;
  onResult: (result: SignInResult) => Promise<void>;
  onBack: () => void;
};

type CodeFormProps = {
  send: (input: SecondFactorInput) => Promise<void>;
  /** Whether a mailed code is asked for as well. */
  isClosed: boolean;
};

const [appCode, backupCode] = secondFactorInput.options;
/** The mailed code is required while the factor is closed, and absent otherwise. */
const schemaFor = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, isClosed: boolean) =>
  schema.extend({ mailCode: isClosed ? confirmTotpInput.shape.code : noText });
const noText = z.literal("").transform(() => undefined);
const onlyMailCode: ZodType<{ mailCode?: string | undefined }> = z.object({
  mailCode: confirmTotpInput.shape.code,
});
const noMailCode: ZodType<{ mailCode?: string | undefined }> = z.object({ mailCode: noText });

function AppCode({ send, isClosed }: CodeFormProps) {
  const schema: ZodType<SecondFactorInput> = schemaFor(appCode, isClosed);
  const fields = useZodForm({ schema, initial: { code: "", mailCode: "" }, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} data-wide>
          <SubmitButton form={fields} label="Sign in" busyLabel="Signing in…" />
        </div>
      }
    >
      <CodeField
        label="Code from your authenticator app"
        binding={fields.field("code")}
        takesFocus
        {...(!isClosed && { onComplete: fields.submit })}
      />
      {isClosed && <MailedCode fields={fields} />}
    </Form>
  );
}

function BackupCode({ send, isClosed }: CodeFormProps) {
  const schema: ZodType<SecondFactorInput> = schemaFor(backupCode, isClosed);
  const fields = useZodForm({ schema, initial: { backupCode: "", mailCode: "" }, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} data-wide>
          <SubmitButton form={fields} label="Sign in" busyLabel="Signing in…" />
        </div>
      }
    >
      <Field
        label="Backup code"
        hint="Looks like abcde-12345; each works once"
        autoComplete="off"
        mono
        takesFocus
        enterKeyHint="go"
        binding={fields.field("backupCode")}
      />
      {isClosed && <MailedCode fields={fields} />}
    </Form>
  );
}

/** Asks for the mailed code only while the factor is closed; else the dialog of the browser is all. */
function Passkey({ send, isClosed }: CodeFormProps) {
  const start = trpc.auth.startPasskeyStep.useMutation();
  const fields = useZodForm({
    schema: isClosed ? onlyMailCode : noMailCode,
    initial: { mailCode: "" },
    send: async (opening) => {
      const passkey = await signWithPasskey(await start.mutateAsync());
      await send({ passkey, ...opening });
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} data-wide>
          <SubmitButton
            form={fields}
            label="Use your passkey"
            busyLabel="Waiting for your passkey…"
            takesFocus={!isClosed}
          />
        </div>
      }
    >
      {isClosed && <MailedCode fields={fields} />}
    </Form>
  );
}

function MailedCode({ fields }: { fields: Pick<ZodForm<"mailCode">, "field"> }) {
  const request = trpc.auth.requestFactorOpening.useMutation();
  return (
    <>
      <CodeField label="Code from your mail" binding={fields.field("mailCode")} />
      <ResendCode resend={() => request.mutateAsync()} />
    </>
  );
}

/** Whether the server has closed the factor after many wrong codes. */
const isClosedError = (error: unknown): boolean =>
  error instanceof TRPCClientError && readAppDetail(error)["factor"] === "closed";

const readAppDetail = ({ data }: TRPCClientError<AppRouter>): Record<string, unknown> =>
  (data as { app?: Record<string, unknown> | null } | null)?.app ?? {};

const WAYS = {
  passkey: { Form: Passkey, label: "Use your passkey" },
  totp: { Form: AppCode, label: "Use the app" },
  backup: { Form: BackupCode, label: "Use a backup code" },
} as const;

export function SecondFactorStep({ factors, onResult, onBack }: SecondFactorStepProps) {
  const ways = (["passkey", "totp", "backup"] as const).filter((way) => way === "backup" || factors[way]);
  const [way, setWay] = useState(ways[0] ?? "backup");
  const [isClosed, setClosed] = useState(false);
  const verify = trpc.auth.verifySecondFactor.useMutation();
  const request = trpc.auth.requestFactorOpening.useMutation();
  const send = async (input: SecondFactorInput) => {
    try {
      await onResult(await verify.mutateAsync(input));
    } catch (error) {
      if (isClosedError(error) && !isClosed) {
        await request.mutateAsync();
        setClosed(true);
        throw new FormRefusal(
          "After many wrong codes it takes a code from your mail as well. It is on its way to your address.",
        );
      }
      throw error;
    }
  };
  const { Form: WayForm } = WAYS[way];
  return (
    <>
      <WayForm send={send} isClosed={isClosed} />
      <div className={form.actions}>
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <Button key={other} tone="link" onPress={() => setWay(other)}>
              {WAYS[other].label}
            </Button>
          ))}
        <Button tone="link" onPress={onBack}>
          Start again
        </Button>
      </div>
    </>
  );
}
