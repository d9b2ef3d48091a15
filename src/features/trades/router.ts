import { done, noInput } from "#trpc/contract.ts";
import { userProcedure } from "#trpc/procedures.ts";
import {
  changeSettingsInput,
  character,
  characterList,
  deleteCharacterInput,
  ledgerSettings,
  nameCharacterInput,
  renameCharacterInput,
  setOfferCoinsInput,
} from "./characters/contract.ts";
import {
  changeSettings,
  createCharacter,
  deleteCharacter,
  listCharacters,
  renameCharacter,
} from "./characters/manage-characters.ts";
import { setOfferCoins } from "./characters/offer-coins.ts";
import { addTrades, deleteTrades, updateTrades } from "./entry/change-trades.ts";
import {
  addTradesInput,
  deleteTradesInput,
  ledgerChange,
  listTradesInput,
  tradePage,
  undoInput,
  updateTradesInput,
} from "./entry/contract.ts";
import { listTrades } from "./entry/list-trades.ts";
import { undoChange } from "./entry/undo-change.ts";
import { addFlip } from "./flips/add-flip.ts";
import { deleteFlips, updateFlip } from "./flips/change-flips.ts";
import {
  addFlipInput,
  addedFlip,
  deleteFlipInput,
  deleteFlipsInput,
  flipExplanation,
  flipIdInput,
  flipPage,
  flipStats,
  flipStatsInput,
  getFlipsInput,
  profitInput,
  profitSeries,
  updateFlipInput,
} from "./flips/contract.ts";
import { explainFlip } from "./flips/explain-flip.ts";
import { getFlips } from "./flips/get-flips.ts";
import { getProfitOverTime } from "./flips/get-profit.ts";
import { getStats } from "./flips/get-stats.ts";
import { getLimitsInput, runningLimits } from "./limits/contract.ts";
import { getLimits } from "./limits/get-limits.ts";
import { getPortfolioInput, portfolio } from "./portfolio/contract.ts";
import { getPortfolio } from "./portfolio/get-portfolio.ts";
import { getProfitByItemInput, getSummaryInput, profitByItem, profitSummary } from "./profit/contract.ts";
import { getProfitByItem } from "./profit/get-profit-by-item.ts";
import { getSummary } from "./profit/get-summary.ts";
import { gapIdInput, gapList, listGapsInput } from "./gaps/contract.ts";
import { dismissGap, restoreGap } from "./gaps/dismiss-gap.ts";
import { listGaps } from "./gaps/list-gaps.ts";

export const tradeProcedures = {
  list: userProcedure
    .input(listTradesInput)
    .output(tradePage)
    .query(({ ctx, input }) => listTrades(ctx.deps, ctx.actor, input)),
  add: userProcedure
    .input(addTradesInput)
    .output(ledgerChange)
    .mutation(({ ctx, input }) => addTrades(ctx.deps, ctx.actor, input)),
  update: userProcedure
    .input(updateTradesInput)
    .output(ledgerChange)
    .mutation(({ ctx, input }) => updateTrades(ctx.deps, ctx.actor, input)),
  delete: userProcedure
    .input(deleteTradesInput)
    .output(ledgerChange)
    .mutation(({ ctx, input }) => deleteTrades(ctx.deps, ctx.actor, input)),
  undo: userProcedure
    .input(undoInput)
    .output(ledgerChange)
    .mutation(({ ctx, input }) => undoChange(ctx.deps, ctx.actor, input)),
};

export const flipProcedures = {
  getFlips: userProcedure
    .input(getFlipsInput)
    .output(flipPage)
    .query(({ ctx, input }) => getFlips(ctx.deps, ctx.actor, input)),
  getStats: userProcedure
    .input(flipStatsInput)
    .output(flipStats)
    .query(({ ctx, input }) => getStats(ctx.deps, ctx.actor, input)),
  getProfitOverTime: userProcedure
    .input(profitInput)
    .output(profitSeries)
    .query(({ ctx, input }) => getProfitOverTime(ctx.deps, ctx.actor, input)),
  explain: userProcedure
    .input(flipIdInput)
    .output(flipExplanation)
    .query(({ ctx, input }) => explainFlip(ctx.deps, ctx.actor, input)),
  addFlip: userProcedure
    .input(addFlipInput)
    .output(addedFlip)
    .mutation(({ ctx, input }) => addFlip(ctx.deps, ctx.actor, input)),
  updateFlip: userProcedure
    .input(updateFlipInput)
    .output(ledgerChange)
    .mutation(({ ctx, input }) => updateFlip(ctx.deps, ctx.actor, input)),
  deleteFlip: userProcedure
    .input(deleteFlipInput)
    .output(ledgerChange)
    .mutation(({ ctx, input }) => deleteFlips(ctx.deps, ctx.actor, { ids: [input.id] })),
  deleteFlips: userProcedure
    .input(deleteFlipsInput)
    .output(ledgerChange)
    .mutation(({ ctx, input }) => deleteFlips(ctx.deps, ctx.actor, input)),
};

export const characterProcedures = {
  list: userProcedure
    .input(noInput)
    .output(characterList)
    .query(({ ctx }) => listCharacters(ctx.deps, ctx.actor)),
  create: userProcedure
    .input(nameCharacterInput)
    .output(character)
    .mutation(({ ctx, input }) => createCharacter(ctx.deps, ctx.actor, input)),
  rename: userProcedure
    .input(renameCharacterInput)
    .output(done)
    .mutation(({ ctx, input }) => renameCharacter(ctx.deps, ctx.actor, input)),
  delete: userProcedure
    .input(deleteCharacterInput)
    .output(done)
    .mutation(({ ctx, input }) => deleteCharacter(ctx.deps, ctx.actor, input)),
  setOfferCoins: userProcedure
    .input(setOfferCoinsInput)
    .output(done)
    .mutation(({ ctx, input }) => setOfferCoins(ctx.deps, ctx.actor, input)),
  changeSettings: userProcedure
    .input(changeSettingsInput)
    .output(ledgerSettings)
    .mutation(({ ctx, input }) => changeSettings(ctx.deps, ctx.actor, input)),
};

export const profitProcedures = {
  getSummary: userProcedure
    .input(getSummaryInput)
    .output(profitSummary)
    .query(({ ctx, input }) => getSummary(ctx.deps, ctx.actor, input)),
  getByItem: userProcedure
    .input(getProfitByItemInput)
    .output(profitByItem)
    .query(({ ctx, input }) => getProfitByItem(ctx.deps, ctx.actor, input)),
};

export const portfolioProcedures = {
  get: userProcedure
    .input(getPortfolioInput)
    .output(portfolio)
    .query(({ ctx, input }) => getPortfolio(ctx.deps, ctx.actor, input)),
};

export const limitProcedures = {
  get: userProcedure
    .input(getLimitsInput)
    .output(runningLimits)
    .query(({ ctx, input }) => getLimits(ctx.deps, ctx.actor, input)),
};

export const gapProcedures = {
  list: userProcedure
    .input(listGapsInput)
    .output(gapList)
    .query(({ ctx, input }) => listGaps(ctx.deps, ctx.actor, input)),
  dismiss: userProcedure
    .input(gapIdInput)
    .output(done)
    .mutation(({ ctx, input }) => dismissGap(ctx.deps, ctx.actor, input)),
  restore: userProcedure
    .input(gapIdInput)
    .output(done)
    .mutation(({ ctx, input }) => restoreGap(ctx.deps, ctx.actor, input)),
};
