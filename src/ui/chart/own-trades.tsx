"use client";
import { createContext, useContext } from "react";

/** A trade of the reader. `unitPrice`: gp, before tax. */
export type OwnTrade = { at: number; side: "buy" | "sell"; quantity: number; unitPrice: number };

/** `average`: what the units that the reader holds have cost each, gp; null: none is held, or none has a known cost. */
export type OwnTrades = { trades: readonly OwnTrade[]; average: number | null };

const Context = createContext<OwnTrades | null>(null);

/** Gives the price chart of a page the reader's own trades; null while there are none. */
export const OwnTradesProvider = Context.Provider;
export const useOwnTrades = (): OwnTrades | null => useContext(Context);
