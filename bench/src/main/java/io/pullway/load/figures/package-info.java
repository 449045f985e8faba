/** Figures: what load generators say, percentiles, medians, JSON. Values and pure functions. */
package io.pullway.load.figures;
