import type { ItemView } from "#features/market/contract.ts";
import { Amount } from "#features/market/ui/item-page/calculators/amount.tsx";
import { Card } from "#features/market/ui/item-page/calculators/card.tsx";
import classes from "#features/market/ui/item-page/calculators/card.module.css";

/** The traded volume by side. */
export function SideVolumes({ item }: { item: ItemView }) {
  const { highVolume1h: bought, lowVolume1h: sold } = item;
  const total = (bought ?? 0) + (sold ?? 0);
  return (
    <Card title="Volume">
      {total > 0 && (
        <div className={classes.bar} aria-hidden="true">
          <span data-side="high" style={{ flexGrow: bought ?? 0 }} />
          <span data-side="low" style={{ flexGrow: sold ?? 0 }} />
        </div>
      )}
      <dl className={classes.sides}>
        <div>
          <dt>
            <span className={classes.swatch} data-side="high" />
            Bought instantly, last hour
          </dt>
          <dd>
            <Amount value={bought} unit="" />
          </dd>
        </div>
        <div>
          <dt>
            <span className={classes.swatch} data-side="low" />
            Sold instantly, last hour
          </dt>
          <dd>
            <Amount value={sold} unit="" />
          </dd>
        </div>
        <div>
          <dt>Both sides, last hour</dt>
          <dd>
            <Amount value={item.volume1h} unit="" />
          </dd>
        </div>
        <div>
          <dt>Both sides, last 24 hours</dt>
          <dd>
            <Amount value={item.volume24h} unit="" />
          </dd>
        </div>
      </dl>
    </Card>
  );
}
