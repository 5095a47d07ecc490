import { loadPlanChange } from "../../billing/index.ts";
import { eventKind } from "../kind.ts";

export default eventKind({
  name: "subscription.plan_changed",
  event: "subscription.plan_changed",
  group: "billing",
  audience: "customer",
  outlets: ["whatsapp", "email"],
  words: {
    id: { name: "Ganti paket", description: "Kepada pelanggan, saat paket atau harga langganannya berubah." },
    en: { name: "Plan changed", description: "To the customer, when the plan or price of a subscription changes." },
  },
  variables: {
    brand: { type: "text", label: { id: "Merek", en: "Brand" }, example: "Contoh Net" },
    previousPlan: { type: "text", label: { id: "Paket lama", en: "Old plan" }, example: "Rumah 20" },
    plan: { type: "text", label: { id: "Paket baru", en: "New plan" }, example: "Rumah 50" },
    price: { type: "rupiah", label: { id: "Harga baru tiap periode", en: "New price each period" }, example: 250_000 },
    effectiveOn: { type: "date", label: { id: "Berlaku mulai", en: "Effective on" }, example: "2026-11-21" },
    charged: { type: "rupiah", label: { id: "Selisih yang ditagih", en: "Difference invoiced" }, example: 36_990 },
    credited: {
      type: "rupiah",
      label: { id: "Selisih yang dikembalikan", en: "Difference given back" },
      example: null,
    },
  },
  texts: {
    id: {
      title: "Paket Anda sekarang {{ plan }}",
      body: "Halo {{ recipient }},\n\nMulai {{ effectiveOn }} paket Anda berubah dari {{ previousPlan }} ke {{ plan }}, {{ price }} tiap periode.{% if charged %} Untuk hari yang sudah ditagih, selisihnya {{ charged }} kami tagihkan.{% endif %}{% if credited %} Untuk hari yang sudah ditagih, selisihnya {{ credited }} kami kembalikan sebagai potongan tagihan atau saldo.{% endif %}\n\nTerima kasih,\n{{ brand }}",
      short:
        "{{ brand }}: mulai {{ effectiveOn }} paket Anda {{ plan }}, {{ price }} tiap periode.{% if charged %} Selisih {{ charged }} ditagihkan.{% endif %}{% if credited %} Selisih {{ credited }} dikembalikan.{% endif %}",
    },
    en: {
      title: "Your plan is now {{ plan }}",
      body: "Hello {{ recipient }},\n\nFrom {{ effectiveOn }} your plan changes from {{ previousPlan }} to {{ plan }}, {{ price }} for each period.{% if charged %} For days that were billed already we invoice the difference of {{ charged }}.{% endif %}{% if credited %} For days that were billed already we give back the difference of {{ credited }}, off what you owe or as credit.{% endif %}\n\nThank you,\n{{ brand }}",
      short:
        "{{ brand }}: from {{ effectiveOn }} your plan is {{ plan }}, {{ price }} for each period.{% if charged %} Difference of {{ charged }} invoiced.{% endif %}{% if credited %} Difference of {{ credited }} given back.{% endif %}",
    },
  },
  async occasion(ctx, { data }) {
    const { change, plan, previousPlan, customer, brand } = await loadPlanChange(ctx, data.planChangeId);
    if (customer.deletedAt !== null) return undefined;
    const { difference, discount, effectiveOn } = change;
    return {
      customer: { id: customer.id, name: customer.name, email: customer.email, phone: customer.phone },
      brandId: brand.id,
      values: {
        brand: brand.name,
        previousPlan: previousPlan.name,
        plan: plan.name,
        price: Math.max(0, (change.price ?? plan.price) - discount),
        effectiveOn,
        charged: difference > 0 ? difference : null,
        credited: difference < 0 ? -difference : null,
      },
    };
  },
});
