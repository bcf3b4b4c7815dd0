/** Why a metric says nothing of how many replicas there should be: a text for its autoscaler's conditions and events. */
export class MetricUnusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MetricUnusable";
  }
}
