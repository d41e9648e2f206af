/**
 * Runs `work` for all items in their order, at most `lanes` at a time. The first failure rejects, and
 * begins no other item.
 */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  } catch (error) {
    next = items.length;
    throw error;
  }
}
