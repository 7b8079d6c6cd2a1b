"""What French news texts have in common: zlib's starting dictionary. Never changed, for rows are packed with it;
a better one gets a new name and a new first byte in `codec`."""

from __future__ import annotations

#: zlib looks back from the end, so the commonest stand last
_TEXT = (
    '{"authors":["la rédaction"],"published":1795000000,"modified":1795000000,"language":"fr","html":"<p>'
    '"summary":"","tags":["Mali"],"categories":["Politique","Société","Économie","Actualités"],"lead":["https://'
    '"reading_minutes":2,"related":[["https://www."comments_open":true,"form":{"action":"https://'
    '/wp-comments-post.php","required":["author","email","comment"],"hidden":[["comment_post_ID","'
    '"comment_parent","0"]],"email_published":false,"account_required":false,"system":"wordpress"},'
    '/wp-content/uploads/2026/11/ .jpg","figcaption</figcaption></figure><figure><img src=\\"https://www.'
    "</li><li></li></ul><ul><li></blockquote><blockquote><p><h2></h2><p><strong></strong><em></em>"
    '<p class=\\"related\\"><a href=\\"https://www.\\">Lire aussi</a></p><p>'
    "aujourd’hui gouvernement président de la République Premier ministre transition sécurité population "
    "Burkina Faso Mauritanie Sénégal Côte d’Ivoire Bamako Niamey Ouagadougou N’Djaména Nouakchott Tombouctou "
    "Afrique de l’Ouest Union africaine Nations unies forces armées groupes armés terroristes jihadistes attaque "
    "développement coopération partenariat projet programme conférence accord élection politique économique "
    "international national régional pendant depuis plusieurs notamment également selon lequel laquelle "
    "a déclaré a annoncé a indiqué a affirmé a souligné a expliqué au cours de dans le cadre de à l’occasion de "
    "à partir de afin de ainsi que alors que après avoir avant de c’est-à-dire ce qui cette dernière "
    "d’autres en matière de en raison de entre les il y a il est ils ont l’un des mis en place n’a pas "
    "n’est pas nous avons on peut par exemple parce que plus de plus que pour la pour les première qu’il qu’elle "
    "qu’un quelques sans doute sont été s’est sur la sur le tout en toutes les un peu une partie y compris "
    "millions de francs CFA milliards janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre lundi mardi mercredi jeudi vendredi samedi dimanche 2025 2026 « » "
    "comme même leur leurs mais avec dans les dans la dans le par les par la que les que le qui a été "
    "qui sont de cette de ces de son des élections et les et la et de à la au Mali au Niger au Tchad "
    "pour le sur les que la est un est une de l’ de la d’une d’un des de les la le du et en à .</p><p>"
)

DICTIONARY = _TEXT.encode()
