export const LIMIT = 7
