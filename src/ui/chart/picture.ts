import type { ChartColors } from "./colors.ts";

export type Caption = {
  title: string;
  subtitle: string;
  /** The label, colour and dashes (px) of each line, in the order of the legend. */
  keys: readonly { label: string; color: string; dash?: readonly number[] | undefined }[];
  /** Small text at the bottom that names the source of the picture. */
  watermark: string;
};

const PAD = 16;
const TITLE_PX = 16;
const TEXT_PX = 12;
const ROW_PX = 20;
/** Long enough for one period of the longest dash pattern. */
const SWATCH_PX = 20;
const STROKE_PX = 3;

/** Renders a drawing with its title, line keys and watermark, on the page's background colour, to a PNG. */
export async function toPng(
  drawing: HTMLCanvasElement,
  { title, subtitle, keys, watermark }: Caption,
  colors: Pick<ChartColors, "surface" | "strong" | "text">,
  fontFamily: string,
): Promise<Blob> {
  const scale = devicePixelRatio;
  const width = drawing.width / scale + 2 * PAD;
  const top = PAD + TITLE_PX + ROW_PX + (keys.length > 0 ? ROW_PX : 0);
  const height = top + drawing.height / scale + ROW_PX + PAD;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser does not draw");
  context.scale(scale, scale);
  context.fillStyle = colors.surface;
  context.fillRect(0, 0, width, height);
  context.textBaseline = "alphabetic";

  const write = (text: string, x: number, y: number, font: string, color: string) => {
    context.font = `${font} ${fontFamily}`;
    context.fillStyle = color;
    context.fillText(text, x, y, width - x - PAD);
    return x + context.measureText(text).width;
  };
  write(title, PAD, PAD + TITLE_PX - 2, `600 ${TITLE_PX}px`, colors.strong);
  write(subtitle, PAD, PAD + TITLE_PX + ROW_PX - 4, `${TEXT_PX}px`, colors.text);
  let x = PAD;
  const keysY = PAD + TITLE_PX + 2 * ROW_PX - 4;
  for (const { label, color, dash } of keys) {
    const y = keysY - TEXT_PX / 2 + STROKE_PX / 2;
    context.strokeStyle = color;
    context.lineWidth = STROKE_PX;
    context.setLineDash([...(dash ?? [])]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + SWATCH_PX, y);
    context.stroke();
    x = write(label, x + SWATCH_PX + 6, keysY, `${TEXT_PX}px`, colors.text) + PAD;
  }
  context.drawImage(drawing, PAD, top, drawing.width / scale, drawing.height / scale);
  write(watermark, PAD, height - PAD, `${TEXT_PX}px`, colors.text);

  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("this browser could not make a PNG of the chart"));
      else resolve(blob);
    }, "image/png");
  });
}

const KEEP_URL_MS = 30_000;

/** Saves `blob` as a file through the browser's downloads. */
export function download(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers read the URL some time after the click.
  setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}
