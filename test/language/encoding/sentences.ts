// Sentences of office letters for the tests of encodings. Fictional, MẪU THỬ NGHIỆM.

export const SENTENCES = [
  'Kính gửi Ủy ban nhân dân các xã, thị trấn trên địa bàn huyện.',
  'Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;',
  'Xét đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 77/TTr-NV ngày 02 tháng 3.',
  'Đề nghị các đơn vị khẩn trương triển khai thực hiện và báo cáo kết quả trước ngày 15.',
  'Về việc tăng cường công tác phòng cháy, chữa cháy mùa khô năm nay.',
  'Ủy ban nhân dân huyện thông báo lịch tiếp công dân định kỳ của lãnh đạo.',
  'Trân trọng kính mời ông bà đến dự hội nghị sơ kết sáu tháng đầu năm.',
  'Quyết định này có hiệu lực kể từ ngày ký, thay thế Quyết định số 45.',
  'Chánh Văn phòng, Trưởng các phòng ban chịu trách nhiệm thi hành Quyết định này.',
  'Nội dung kiểm tra gồm việc quản lý đất đai, xây dựng và môi trường.',
  'Mỗi cơ quan cử một cán bộ đầu mối phối hợp với Văn phòng để tổng hợp số liệu.',
  'Tổng kinh phí thực hiện là ba trăm hai mươi triệu đồng từ nguồn ngân sách huyện.',
  'Các tổ chức, cá nhân vi phạm sẽ bị xử lý theo quy định của pháp luật.',
  'Trường tiểu học tổ chức khai giảng năm học mới vào lúc bảy giờ ba mươi phút.',
  'Danh sách cán bộ, công chức được cử đi đào tạo, bồi dưỡng nghiệp vụ.',
  'Yêu cầu bảo vệ bí mật nhà nước trong quá trình soạn thảo văn bản.',
  'Việc gửi tài liệu mật qua thư điện tử là hành vi bị nghiêm cấm.',
  'Báo cáo tình hình thực hiện nhiệm vụ phát triển kinh tế, xã hội quý ba.',
  'Người dân nộp hồ sơ tại bộ phận một cửa và nhận kết quả đúng hẹn.',
  'Phòng Giáo dục và Đào tạo hướng dẫn tuyển sinh các lớp đầu cấp.',
  'Đường nông thôn được bê tông hóa, cầu tạm được thay bằng cầu kiên cố.',
  'Bão số năm gây mưa lớn, nước lũ dâng cao ở vùng ven biển.',
  'Thủ trưởng đơn vị ký số văn bản trước khi phát hành lên hệ thống.',
  'Mật khẩu phải có ít nhất tám ký tự, gồm chữ hoa, chữ thường và số.',
  'Ngư dân được hỗ trợ lãi suất để đóng mới tàu thuyền đánh bắt xa bờ.',
  'Đoàn kiểm tra ghi nhận nhiều hộ nuôi tôm chưa xử lý nước thải.',
  'Hội Phụ nữ phát động phong trào giúp nhau phát triển kinh tế gia đình.',
  'Lễ kỷ niệm được tổ chức trang trọng, tiết kiệm, đúng nghi thức.',
  'Cử tri kiến nghị sớm sửa chữa tuyến đê bao đã xuống cấp.',
  'Đồng ý chủ trương lắp đặt hệ thống chiếu sáng công cộng.',
  'Trạm y tế tiêm chủng mở rộng cho trẻ em dưới năm tuổi.',
  'Số điện thoại đường dây nóng được niêm yết tại trụ sở.',
  'Quỹ vì người nghèo vận động được hơn hai tỷ đồng trong đợt này.',
  'Tổ công tác rà soát thủ tục hành chính còn chồng chéo, rườm rà.',
  'Cuộc họp kết thúc vào lúc mười một giờ cùng ngày, mọi người nhất trí thông qua.',
  'Sở Tài chính thẩm định dự toán và trình cấp có thẩm quyền phê duyệt.',
  'Những khó khăn, vướng mắc đề nghị phản ánh về Phòng Tư pháp để được hướng dẫn.',
  'Hợp đồng được lập thành bốn bản, mỗi bên giữ hai bản có giá trị như nhau.',
  'Ông Nguyễn Văn Mẫu được bổ nhiệm giữ chức vụ Phó Trưởng phòng.',
  'Chợ đêm hoạt động từ sáu giờ chiều, bán nhiều đặc sản địa phương.',
  'Rừng phòng hộ được khoán cho các hộ dân bảo vệ lâu dài.',
  'Học sinh nghèo vượt khó được nhận học bổng khuyến học.',
  'Lực lượng công an, quân sự phối hợp tuần tra giữ gìn trật tự.',
  'Việc chi trả trợ cấp xã hội được thực hiện qua tài khoản ngân hàng.',
  'Đề án sắp xếp đơn vị sự nghiệp đã được Hội đồng thẩm định góp ý.',
  'Cần rút kinh nghiệm trong khâu lưu trữ hồ sơ, tránh thất lạc.',
  'Chất lượng nước sinh hoạt đạt quy chuẩn, tỷ lệ thất thoát giảm.',
  'Cơ sở dữ liệu dân cư được làm sạch, cập nhật thường xuyên.',
  'Ban quản lý dự án nghiệm thu công trình trước mùa mưa.',
  'Giấy phép xây dựng được cấp trong thời hạn mười lăm ngày.',
  'Thanh niên tình nguyện dọn dẹp bãi biển, trồng thêm cây xanh.',
  'Khu di tích đón hàng nghìn lượt khách đến tham quan mỗi tuần.',
  'Thuế sử dụng đất phi nông nghiệp được miễn giảm theo quy định.',
  'Hệ thống thư điện tử công vụ tạm ngừng để bảo trì từ hai mươi hai giờ.',
  'Những trường hợp đặc biệt phải xin ý kiến bằng văn bản.',
  'Kế hoạch tuyển quân được giao chỉ tiêu cụ thể cho từng xã.',
  'Sức khỏe của nhân dân là mục tiêu hàng đầu của ngành y tế.',
  'Biên bản làm việc có chữ ký xác nhận của các bên liên quan.',
  'Đất nuôi trồng thủy sản chuyển đổi mục đích phải đúng quy hoạch.',
  'Nghị quyết được biểu quyết thông qua với tỷ lệ tán thành tuyệt đối.',
]

/** Texts that are no Vietnamese at all, line by line; none of them may be taken for an old encoding. */
export const FOREIGN = `Le conseil municipal a décidé à l'unanimité de reporter la séance prévue en février.
Élève très appliqué, il a été félicité par ses maîtres à la fin de l'année scolaire.
Où êtes-vous allés cet été ? Nous étions à côté de la forêt, près du château.
Ça ne m'étonne guère : l'hôpital a fermé ses portes à cause de la grève générale.
La Société générale d'électricité a présenté ses résultats, jugés décevants par les analystes.
Veuillez agréer, Madame, Monsieur, l'expression de mes salutations distinguées.
Les députés européens ont été reçus à l'hôtel de ville par le préfet.
Die Bürgermeisterin eröffnete die Straße über die Brücke am fünften März.
Für größere Änderungen müssen die Anträge spätestens bis zum Jahresende eingereicht werden.
Schöne Grüße aus München, wir hören uns nächste Woche zum Gespräch über die Prüfung.
Der Ausschuß hat die Vorschläge zurückgewiesen, weil die Gebühren zu hoch wären.
Führerschein, Übernachtung, Ölwechsel und Ärztekammer stehen auf der Liste.
Příliš žluťoučký kůň úpěl ďábelské ódy v noci u řeky.
Městský úřad oznamuje, že úřední hodiny se mění od příštího týdne.
Děkujeme za vaši přízeň a přejeme hezký den všem čtenářům.
Zażółć gęślą jaźń, powiedział urzędnik do zdziwionych petentów.
Urząd gminy informuje o zmianie godzin przyjęć interesantów w środy.
El niño comió la piña mañana por la mañana según el señor Muñoz.
La sesión extraordinaria será el miércoles a las cinco en el salón de actos.
¿Cuándo podrá enviarnos la documentación? ¡Muchas gracias por su atención!
A reunião será realizada na próxima terça-feira, às nove horas, no salão nobre.
Não há previsão de alteração nos preços até o fim do mês de junho.
Informações sobre licitações e contratações públicas estão disponíveis.
Szükségünk van az önök együttműködésére a jövő évi költségvetés elfogadásához.
Årsmøtet avholdes på rådhuset første tirsdag i måneden, påmelding på nettet.
Både børn og voksne er velkomne til sommerfesten på havnen.
Ääniä annettiin enemmän kuin edellisissä vaaleissa, kertoo lehti.
Räksmörgås och köttbullar serveras på torget vid sjön.
Türkçe öğretmeni öğrencilere güzel bir şiir okudu, çünkü bayramdı.
Știrile de astăzi anunță ploi în județele din vest și vânt puternic.
İstanbul'da hava çok güneşli, öğleden sonra yağmur bekleniyor.
The quick brown fox jumps over the lazy dog, said the café owner’s naïve fiancée.
Please find attached the minutes of yesterday’s meeting — comments are welcome.
It’s a “smart” quote test… with an em dash — and an ellipsis.
Temperature: 23°C ± 0.5°, area 45 m², price £30 or €35 (about ¥5,000), ½ cup.
§ 12 Abs. 3 Satz 1 gilt entsprechend; Ausnahmen regelt Nr. 4.
Copyright © 2026 Example Ltd.® All rights reserved™. Ref. No. 12/34·56.
const x = (a, b) => a ? b : c; if (o == 0) { i++; a[i] = d(u, y); }
for (i=0; i<n; i++) { a.b(c'd'); e^=f; o+=u; y~=a; }
SELECT a.id, b.name FROM users a JOIN orders b ON a.id = b.user_id WHERE o.total > 0;
SGVsbG8gd29ybGQhIFRoaXMgaXMgYmFzZTY0IGVuY29kZWQgdGV4dCBmb3IgdGVzdGluZw==
QuKXbl9uXzE2MDM4NDc1X2FiY2RlZg== 0xDEADBEEF 7f3a-11ec-90d6-0242ac120003
HP-1234/AB-77 · DL-990 · SKU: OAO-223-UY, EA 15, AO 20, OE 7
www.example.com/a?b=c&d=e+f%20g~h user_name+tag@example.org
He said: "do it." (a) ok? (b) no. (c) maybe! What o'clock is it? I'd go.
add odd daddy middle puddle ladder, I added it to the address (see addendum).
Résumé, café, naïve, façade, Zoë, Noël, Brontë, coöperate, Ångström, São Paulo.
Ñandú, pingüino, vergüenza, cigüeña, año, sueño, pequeño, montaña.
Œuvre complète, cœur, sœur, bœuf, œil, nœud, vœu.
Løsningen på problemet er å bruke æ, ø og å riktig i alle dokumenter.
Þórður Ægisson fór á fjöll í gær með börnunum sínum og hestinum.
Gæti ég fengið að sjá matseðilinn, takk fyrir kærlega.
Ћирилица и Привет мир, это обычный русский текст без вьетнамских букв.
Καλημέρα σας, η συνεδρίαση θα γίνει αύριο το πρωί στο δημαρχείο.
日本語の文章とEnglishが混在しています。会議は午後三時からです。
안녕하세요, 회의는 내일 오전 열 시에 시작합니다.
مرحبا بكم في اجتماع اليوم، وسيبدأ في الساعة العاشرة.
äöüÄÖÜß áéíóúñ àèìòù âêîôû ãõ ç å ø æ
│ Col A │ Col B │ ─── ┌──┐ └──┘ ► ◄ • ○ ✓ ✗
x² + y² = r² × π ÷ 2; α ≤ β; ∑ aᵢ ≠ ∞; Δt ≈ 0.5 µs; R = 10 kΩ`.split('\n')
