// Whether the person has asked for less motion.

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
